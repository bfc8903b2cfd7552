import { type HtmlElement, type HtmlNode, isElement } from "./html-tree.ts";

const navigationRoles = new Set(
  "navigation banner contentinfo complementary search menu menubar toolbar".split(" "),
);
const surelyNavigation =
  /(^|[\s_-])(navbar|navheader|navfooter|navigation|breadcrumbs?|cookies?|consent|skip-?(link|nav|to)\w*|pagination|pager)([\s_-]|$)/i;
const maybeNavigation =
  /(^|[\s_-])(nav|menu|sidebar|side-bar|footer|masthead|toolbar|topbar|share|sharing|social|related|promo|advert\w*|ads|newsletter|subscribe|site-header|page-header|page-footer)([\s_-]|$)/i;
const listing = new Set("ul ol dl div section table tbody tr td p menu".split(" "));

/** Text of its own, outside links, that makes an element count as prose. */
const proseLength = 80;
/** With less prose than this, a longer list of links is what the page is for. */
const muchProse = 500;

export type MainText = {
  /** The element that holds the page's main text. */
  root: HtmlElement;
  /** Elements within it that are navigation and are left out. */
  left: Set<HtmlElement>;
};

/**
 * Finds a page's main text: `main`, `role=main` or the one `article`, else the body without what is named or built like
 * navigation. Lists of links count as navigation only before the first heading and after the last prose, so that an index
 * page, which is all links, keeps its content.
 */
export function findMainText(body: HtmlElement): MainText {
  const landmark = findLandmark(body);
  const root = landmark ?? body;
  const left = new Set<HtmlElement>();
  markNamed(root, root, left, landmark !== undefined);
  if (!landmark) markEdges(root, left);
  const rest = remaining(root, left);
  if (rest > 0 && rest >= Math.min(25, root.textLength * 0.1)) return { root, left };
  return { root: body, left: hiddenIn(body, new Set()) };
}

function findLandmark(body: HtmlElement): HtmlElement | undefined {
  const mains: HtmlElement[] = [];
  const articles: HtmlElement[] = [];
  collectLandmarks(body, mains, articles);
  const enough = (found: HtmlElement) =>
    found.textLength >= Math.min(25, body.textLength * 0.1) && found.textLength > 0;
  const main = mains.filter(enough).sort((a, b) => b.textLength - a.textLength)[0];
  if (main) return main;
  const [article, ...others] = articles;
  return article && others.length === 0 && article.textLength >= body.textLength * 0.3 ? article : undefined;
}

function collectLandmarks(element: HtmlElement, mains: HtmlElement[], articles: HtmlElement[]): void {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (child.tag === "main" || child.attributes.role === "main") mains.push(child);
    else {
      if (child.tag === "article" || child.attributes.itemprop === "articleBody") articles.push(child);
      else collectLandmarks(child, mains, articles);
    }
  }
}

/** Marks what its tag, role, name or style says is not main text. */
function markNamed(
  element: HtmlElement,
  root: HtmlElement,
  left: Set<HtmlElement>,
  inLandmark: boolean,
): void {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (isHidden(child) || isNamedNavigation(child, root, inLandmark)) left.add(child);
    else markNamed(child, root, left, inLandmark || child.tag === "article");
  }
}

function hiddenIn(element: HtmlElement, left: Set<HtmlElement>): Set<HtmlElement> {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (isHidden(child)) left.add(child);
    else hiddenIn(child, left);
  }
  return left;
}

function isHidden({ attributes }: HtmlElement): boolean {
  if (attributes.hidden !== undefined && attributes.hidden !== "until-found") return true;
  if (attributes["aria-hidden"] === "true") return true;
  return attributes.style !== undefined && /display\s*:\s*none/i.test(attributes.style);
}

function isNamedNavigation(element: HtmlElement, root: HtmlElement, inLandmark: boolean): boolean {
  const { tag, attributes } = element;
  const density = linkDensity(element);
  if (tag === "nav" || navigationRoles.has(attributes.role ?? "")) return !holdsMost(element, root);
  if (tag === "aside") return !inLandmark || density > 0.5;
  if (tag === "footer" || tag === "header") return inLandmark ? density > 0.5 : !holdsMost(element, root);
  const name = `${attributes.class ?? ""} ${attributes.id ?? ""}`;
  if (name.length === 1 || holdsMost(element, root)) return false;
  return surelyNavigation.test(name) || (density > 0.3 && maybeNavigation.test(name));
}

/** Names lie: what holds much of the text, or the page's heading, isn't navigation. */
function holdsMost(element: HtmlElement, root: HtmlElement): boolean {
  if (element.textLength > root.textLength * 0.4) return linkDensity(element) < 0.5 || element === root;
  return element.tag === "header" && linkDensity(element) < 0.3 && findTag(element, "h1") !== undefined;
}

function linkDensity({ linkLength, textLength }: HtmlElement): number {
  return textLength === 0 ? 0 : linkLength / textLength;
}

/** Marks lists of links that lie before the first heading or after the last prose. */
function markEdges(root: HtmlElement, left: Set<HtmlElement>): void {
  const first = firstHeading(root, left)?.start ?? lastProse(root, left, "first");
  const last = lastProse(root, left, "last");
  const prose = root.textLength - root.linkLength;
  const isAtEdge = ({ start, end, linkLength }: HtmlElement) =>
    end < (first ?? 0) || (last !== undefined && start > last && prose >= Math.min(muchProse, linkLength));
  markListings(root, left, isAtEdge);
}

function markListings(
  element: HtmlElement,
  left: Set<HtmlElement>,
  isAtEdge: (child: HtmlElement) => boolean,
): void {
  for (const child of element.children) {
    if (!isElement(child) || left.has(child)) continue;
    const isListing = child.links >= 3 && linkDensity(child) > 0.6 && listing.has(child.tag);
    if (isListing && isAtEdge(child)) left.add(child);
    else markListings(child, left, isAtEdge);
  }
}

function firstHeading(root: HtmlElement, left: Set<HtmlElement>): HtmlElement | undefined {
  return findTag(root, "h1", left) ?? findTag(root, "h2", left);
}

function findTag(element: HtmlElement, tag: string, left?: Set<HtmlElement>): HtmlElement | undefined {
  for (const child of element.children) {
    if (!isElement(child) || left?.has(child)) continue;
    const found = child.tag === tag && child.textLength > 0 ? child : findTag(child, tag, left);
    if (found) return found;
  }
  return undefined;
}

/** Where the first or last element with prose of its own begins. */
function lastProse(
  element: HtmlElement,
  left: Set<HtmlElement>,
  which: "first" | "last",
): number | undefined {
  const children = which === "first" ? element.children : element.children.toReversed();
  for (const child of children) {
    if (!isElement(child) || left.has(child) || child.textLength - child.linkLength < proseLength) continue;
    return lastProse(child, left, which) ?? child.start;
  }
  return ownText(element) >= proseLength ? element.start : undefined;
}

function ownText({ children }: HtmlElement): number {
  return children.reduce(
    (sum: number, child: HtmlNode) => sum + (isElement(child) ? 0 : child.trim().length),
    0,
  );
}

function remaining(root: HtmlElement, left: Set<HtmlElement>): number {
  let length = root.textLength;
  for (const element of left) length -= element.textLength;
  return length;
}
