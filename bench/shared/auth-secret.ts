import { randomBytes } from "node:crypto";

// Imported first: the settings are read once, when the first module asks for one.
process.env.AUTH_SECRET ??= randomBytes(32).toString("base64");
