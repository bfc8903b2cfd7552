import { generateKeyPairSync } from "node:crypto";

let made: { pem: string } | undefined;

/** The key of the stand-in's service account; made once for a process, since making one takes a while. */
export function readerKey(): { pem: string } {
  made ??= {
    pem: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    }) as string,
  };
  return made;
}

/** Its key file, as Google lets people download it; the `token_uri` leads astray. */
export function keyFile() {
  return {
    type: "service_account",
    project_id: "tributary",
    private_key_id: "k1",
    private_key: readerKey().pem,
    client_email: "reader@tributary.iam.gserviceaccount.com",
    client_id: "1234567890",
    token_uri: "http://127.0.0.9:9/steal",
  };
}
