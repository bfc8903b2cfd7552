/**
 * HTML of Markdown in which what may be too wide scrolls by itself, by keyboard as well, and a column without a name
 * has no header that would be read out as one.
 */
export function scrollable(html: string): string {
  return html
    .replaceAll("<pre>", '<pre tabindex="0">')
    .replaceAll("<table>", '<div class="wide" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>")
    .replace(/<th( align="\w+")?><\/th>/g, "<td$1></td>");
}
