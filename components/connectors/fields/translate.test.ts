import { expect, it } from "vitest";
import { translator } from "./translate.ts";

const say = translator({
  "Start page": "Página inicial",
  "“{host}” isn't Google Drive. Paste a link.": "“{host}” não é o Google Drive. Cole um link.",
  "From {low} to {high} (both).": "De {low} a {high} (ambos).",
});

it.each([
  ["Start page", "Página inicial"],
  ["“a.com” isn't Google Drive. Paste a link.", "“a.com” não é o Google Drive. Cole um link."],
  ["From 1 to 7 (both).", "De 1 a 7 (ambos)."],
  ["Nobody knows this", "Nobody knows this"],
  ["start page", "start page"],
  ["constructor", "constructor"],
])("%s", (said, meant) => {
  expect(say(said)).toBe(meant);
});
