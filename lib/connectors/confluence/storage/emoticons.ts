/** The names that Confluence has always had, from its documentation of the storage format. */
const byName: Record<string, string> = {
  smile: "🙂",
  sad: "🙁",
  cheeky: "😛",
  laugh: "😀",
  wink: "😉",
  "thumbs-up": "👍",
  "thumbs-down": "👎",
  information: "ℹ️",
  tick: "✅",
  cross: "❌",
  warning: "⚠️",
  plus: "➕",
  minus: "➖",
  question: "❓",
  "light-on": "💡",
  "light-off": "💡",
  "yellow-star": "⭐",
  "red-star": "⭐",
  "green-star": "⭐",
  "blue-star": "⭐",
  heart: "❤️",
  "broken-heart": "💔",
};

/** An `ac:emoticon` as a character, or as `:name:` when it is one of the site's own pictures. */
export function emoticonText(attributes: Record<string, string>): string {
  const fallback = attributes["ac:emoji-fallback"];
  if (fallback !== undefined && fallback !== "" && !fallback.startsWith(":")) return fallback;
  const name = attributes["ac:name"] ?? "";
  return byName[name] ?? attributes["ac:emoji-shortname"] ?? (name && `:${name}:`);
}
