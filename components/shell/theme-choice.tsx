"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "./choice.tsx";
import { keepCookie } from "./keep-cookie.ts";
import { type Theme, themes } from "./themes.ts";

/** Light, dark, or as the system has it; at once, and for the pages to come. */
export function ThemeChoice({ theme: initial }: { theme: Theme }) {
  const t = useTranslations("shell");
  const [theme, setTheme] = useState(initial);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    keepCookie("theme", chosen);
    if (chosen === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  };
  const options = themes.map((value) => [value, t(value)] as const);
  return <Choice label={t("theme")} options={options} value={theme} onChoose={choose} />;
}
