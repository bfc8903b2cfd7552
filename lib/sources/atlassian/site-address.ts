/** Where the pages of Confluence and Jira begin: what stands before them is a Data Center's context path. */
const firstSegments = new Set(
  (
    "browse dashboard display download issues label labels login pages people plugins projects rest s search secure " +
    "servicedesk spaces users x"
  ).split(" "),
);

/**
 * The root of a Data Center site, from any address of it that people paste: its origin and context path, without a
 * slash at the end (`https://wiki.example.com/confluence`).
 */
export function siteRoot(address: string): string {
  const { origin, pathname } = new URL(address);
  const kept: string[] = [];
  for (const segment of pathname.split("/").filter(Boolean)) {
    if (firstSegments.has(segment) || /\.(action|jspa?)$/.test(segment)) break;
    kept.push(segment);
  }
  return [origin, ...kept].join("/");
}
