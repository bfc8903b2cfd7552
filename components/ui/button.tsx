import type { ComponentProps } from "react";

type Props = ComponentProps<"button"> & { look?: keyof typeof looks; size?: keyof typeof sizes };

const looks = {
  primary: "border-accent bg-accent text-page hover:opacity-90",
  plain: "border-line bg-page text-ink hover:bg-raised",
  danger: "border-bad bg-bad text-page hover:opacity-90",
  careful: "border-line bg-page text-bad hover:border-bad",
  quiet: "border-transparent text-quiet hover:bg-line/60 hover:text-ink",
};

const sizes = { normal: "px-4 py-2", small: "px-3 py-1.5 text-sm" };

export function Button({
  look = "primary",
  size = "normal",
  type = "button",
  className = "",
  ...rest
}: Props) {
  return <button type={type} className={`${buttonLook({ look, size })} ${className}`} {...rest} />;
}

/** How buttons look, for links that stand among them. */
export function buttonLook({ look = "primary", size = "normal" }: Pick<Props, "look" | "size">): string {
  return `inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-lg border font-medium disabled:opacity-60 ${looks[look]} ${sizes[size]}`;
}
