import type { ComponentProps } from "react";

type Props = ComponentProps<"button"> & { look?: "primary" | "plain" };

const looks = {
  primary: "border-accent bg-accent text-page",
  plain: "border-line bg-page text-ink hover:bg-raised",
};

export function Button({ look = "primary", type = "button", ...rest }: Props) {
  return (
    <button
      type={type}
      className={`rounded-lg border px-4 py-2 font-medium disabled:opacity-60 ${looks[look]}`}
      {...rest}
    />
  );
}
