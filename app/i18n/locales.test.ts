import { expect, it } from "vitest";
import { pickLocale, wishedLanguages } from "./locales.ts";

it.each([
  ["en-US,en;q=0.9", "en"],
  ["pt-BR,pt;q=0.9,en;q=0.8", "pt-BR"],
  ["pt-PT", "pt-BR"],
  ["de, en;q=0.5, pt;q=0.7", "pt-BR"],
  ["pt;q=0, en", "en"],
  ["fr", "en"],
  ["*", "en"],
  ["", "en"],
  [null, "en"],
])("%s is answered in %s", (header, locale) => {
  expect(pickLocale(wishedLanguages(header))).toBe(locale);
});

it.each([
  [["pt-BR", "en"], "pt-BR"],
  [[null, undefined, "pt"], "pt-BR"],
  [["xx", "en-GB", "pt"], "en"],
])("the first spoken language of %j counts", (wishes, locale) => {
  expect(pickLocale(wishes)).toBe(locale);
});
