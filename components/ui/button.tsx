import type { ComponentProps } from "react";

type Props = ComponentProps<"button"> & { look?: "primary" | "plain"; size?: "normal" | "small" };

const looks = {
  primary: "border-accent bg-accent text-page",
  plain: "border-line bg-page text-ink hover:bg-raised",
};

const sizes = { normal: "px-4 py-2", small: "px-3 py-1.5 text-sm" };

export function Button({ look = "primary", size = "normal", type = "button", ...rest }: Props) {
  return (
    <button
      type={type}
      className={`rounded-lg border font-medium disabled:opacity-60 ${looks[look]} ${sizes[size]}`}
      {...rest}
    />
  );
}
