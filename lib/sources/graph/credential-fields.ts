import { z } from "zod";

const given = (message: string) => z.string({ error: message }).trim().min(1, message);

/** An application that is registered with Microsoft Entra. */
export const application = z
  .object({
    tenant_id: given("Enter the id of the directory (tenant).").meta({
      title: "Directory (tenant) id",
      placeholder: "8b5c1c6e-…, or example.onmicrosoft.com",
    }),
    client_id: given("Enter the id of the application (client).").meta({
      title: "Application (client) id",
      placeholder: "3f9d1c7e-…",
    }),
    client_secret: given("Enter the client secret's value.").meta({
      title: "Client secret",
      description: "Its Value, not its Secret ID.",
      secret: true,
    }),
  })
  .meta({
    title: "Application with a secret",
    description: "Reads without anybody signed in, whatever its permissions allow.",
    steps: [
      "Open entra.microsoft.com, “App registrations”, “New registration”. The two ids are on its first page.",
      "Under “API permissions” add Microsoft Graph, application permissions Files.Read.All and Sites.Read.All, and have an administrator grant them.",
      "Under “Certificates & secrets” create a client secret, and copy its Value at once: it is shown only once.",
    ],
  });
