import { handleAuth } from "#lib/auth/next-auth/handle.ts";

const handler = (request: Request) => handleAuth(request);

export { handler as GET, handler as POST };
