import { type Logger, pino } from "pino";
import { env } from "./env.ts";

export type Log = Logger;

const secretPaths = ["*.credentials", "*.password", "*.token", "*.authorization", "*.cookie", "*.secret"];

/** The log of this process: one JSON object a line. */
export const log: Log = pino({
  level: env().LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: secretPaths, censor: "[redacted]" },
});
