import {
  openVendorServer,
  type VendorAnswer,
  type VendorCall,
  type VendorServer,
} from "#lib/sources/vendor/testing/vendor-server.ts";
import { findByJql, JiraModel, type ModelComment, type ModelFile, type ModelIssue } from "./model.ts";

export type JiraStandIn = {
  server: VendorServer;
  model: JiraModel;
  root: string;
  credentials: { email: string; api_token: string };
  /** Issues that one page of a search holds at most, whatever is asked for. */
  pageSize: number;
  [Symbol.asyncDispose]: () => Promise<void>;
};

type Deployment = "cloud" | "data_center";
const contextPath = { cloud: "", data_center: "/jira" } as const;
const account = (name: string, origin: string) => ({
  self: `${origin}/rest/api/3/user?accountId=${name}`,
  accountId: name.toLowerCase(),
  accountType: "atlassian",
  displayName: name,
  emailAddress: `${name.toLowerCase()}@example.com`,
  active: true,
  timeZone: "America/Sao_Paulo",
});

/** A Jira on the loopback, in Cloud's REST v3 or Data Center's v2, as far as it is read. */
export async function openJiraStandIn(deployment: Deployment): Promise<JiraStandIn> {
  const model = new JiraModel();
  const credentials = { email: "bot@example.com", api_token: "a long secret token" };
  const authorization = `Basic ${Buffer.from(`${credentials.email}:${credentials.api_token}`).toString("base64")}`;
  const server = await openVendorServer((call) => {
    if (call.url.pathname === "/_edge/tenant_info") {
      return deployment === "cloud"
        ? { json: { cloudId: "11111111-2222-3333-4444-555555555555" } }
        : notFound();
    }
    if (call.headers.authorization !== authorization)
      return { status: 401, json: { message: "Unauthorized" } };
    return answer(standIn, deployment, call);
  });
  const root = server.origin + contextPath[deployment];
  const close = () => server[Symbol.asyncDispose]();
  const standIn: JiraStandIn = {
    server,
    model,
    root,
    credentials,
    pageSize: 10,
    [Symbol.asyncDispose]: close,
  };
  return standIn;
}

const notFound = (): VendorAnswer => ({
  status: 404,
  json: { errorMessages: ["Issue does not exist"], errors: {} },
});
const refuse = (message: string): VendorAnswer => ({
  status: 400,
  json: { errorMessages: [message], errors: {} },
});

function answer(standIn: JiraStandIn, deployment: Deployment, call: VendorCall): VendorAnswer {
  const { model } = standIn;
  const api = deployment === "cloud" ? "/rest/api/3" : "/jira/rest/api/2";
  const path = call.url.pathname.startsWith(api) ? call.url.pathname.slice(api.length) : "";
  const body = call.body === "" ? {} : JSON.parse(call.body);
  const comment = /^\/issue\/(\d+)\/comment$/.exec(path)?.[1];
  const content = /(?:\/attachment\/content\/|\/secure\/attachment\/)(\d+)/.exec(call.url.pathname)?.[1];
  if (path === "/myself") return { json: account("Bot", standIn.root) };
  if (path === "/field") return { json: fields };
  if (comment) return comments(model, deployment, comment, call.url, standIn.root);
  if (content) {
    const file = model.file(content);
    return file ? { body: file.bytes, headers: { "content-type": file.mimeType } } : notFound();
  }
  if (deployment === "data_center") return path === "/search" ? searchByNumber(standIn, body) : notFound();
  if (path === "/search/approximate-count") return count(model, body.jql);
  if (path === "/search/jql") return searchByToken(standIn, body);
  if (path === "/issue/bulkfetch") return bulkFetch(standIn, body);
  return notFound();
}

const fields = [
  {
    id: "summary",
    name: "Summary",
    custom: false,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: ["summary"],
    schema: { type: "string", system: "summary" },
  },
  {
    id: "customfield_1",
    name: "Customer",
    custom: true,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: ["Customer"],
    schema: {
      type: "string",
      custom: "com.atlassian.jira.plugin.system.customfieldtypes:textfield",
      customId: 1,
    },
  },
  {
    id: "customfield_2",
    name: "Rank",
    custom: true,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: ["Rank"],
    schema: { type: "any", custom: "com.pyxis.greenhopper.jira:gh-lexo-rank", customId: 2 },
  },
  {
    id: "customfield_3",
    name: "Plan",
    custom: true,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: ["Plan"],
    schema: {
      type: "string",
      custom: "com.atlassian.jira.plugin.system.customfieldtypes:textarea",
      customId: 3,
    },
  },
];

function count(model: JiraModel, jql: string): VendorAnswer {
  const found = findByJql(model, jql);
  return "error" in found ? refuse(found.error) : { json: { count: found.issues.length } };
}

type Search = {
  jql: string;
  nextPageToken?: string;
  startAt?: number;
  maxResults: number;
  fields?: string[];
};

function searchByToken(standIn: JiraStandIn, body: Search): VendorAnswer {
  const found = findByJql(standIn.model, body.jql);
  if ("error" in found) return refuse(found.error);
  const after = body.nextPageToken === undefined ? "" : Buffer.from(body.nextPageToken, "base64").toString();
  const rest = found.issues.filter(({ id }) => id > after);
  const page = rest.slice(0, Math.min(body.maxResults, standIn.pageSize));
  const isLast = page.length === rest.length;
  const token = Buffer.from(page.at(-1)?.id ?? "").toString("base64");
  const issues = page.map((issue) => shown(standIn, "cloud", issue, body.fields));
  return { json: { issues, isLast, ...(isLast ? {} : { nextPageToken: token }) } };
}

function searchByNumber(standIn: JiraStandIn, body: Search): VendorAnswer {
  const found = findByJql(standIn.model, body.jql);
  if ("error" in found) return refuse(found.error);
  const { startAt = 0, maxResults } = body;
  const limit = body.fields?.includes("*all") ? maxResults : Math.min(maxResults, standIn.pageSize);
  const page = found.issues.slice(startAt, startAt + limit);
  const issues = page.map((issue) => shown(standIn, "data_center", issue, body.fields));
  return { json: { expand: "names,schema", startAt, maxResults: limit, total: found.issues.length, issues } };
}

function bulkFetch(standIn: JiraStandIn, body: { issueIdsOrKeys: string[]; fields: string[] }): VendorAnswer {
  const wanted = [...standIn.model.issues.values()].filter(({ id }) => body.issueIdsOrKeys.includes(id));
  const issues = wanted.map((issue) => shown(standIn, "cloud", issue, body.fields));
  return { json: { expand: "names,schema", issues, issueErrors: [] } };
}

function comments(
  model: JiraModel,
  deployment: Deployment,
  id: string,
  url: URL,
  root: string,
): VendorAnswer {
  const issue = model.issues.get(id);
  if (!issue) return notFound();
  const startAt = Number(url.searchParams.get("startAt"));
  const maxResults = Math.min(2, Number(url.searchParams.get("maxResults") ?? 50));
  const page = issue.comments.slice(startAt, startAt + maxResults);
  const shownOnes = page.map((comment) => commentOf(comment, deployment, root));
  return { json: { startAt, maxResults, total: issue.comments.length, comments: shownOnes } };
}

const richly = (text: string, deployment: Deployment): unknown =>
  deployment === "cloud"
    ? { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] }
    : `{color:red}${text}{color}`;

function commentOf({ id, author, body }: ModelComment, deployment: Deployment, root: string) {
  const base = {
    self: `${root}/rest/api/3/comment/${id}`,
    id,
    author: account(author, root),
    created: "2026-01-02T03:04:05.000+0000",
    updated: "2026-01-02T03:04:05.000+0000",
    jsdPublic: true,
  };
  const rendered = deployment === "cloud" ? {} : { renderedBody: `<p><b>${body}</b></p>` };
  return { ...base, body: richly(body, deployment), ...rendered };
}

/** An issue with the fields asked for, as that deployment writes it. */
function shown(standIn: JiraStandIn, deployment: Deployment, issue: ModelIssue, wanted: string[] = ["id"]) {
  const { root, model } = standIn;
  const api = deployment === "cloud" ? "3" : "2";
  const parent = issue.parentId === null ? undefined : model.issues.get(issue.parentId);
  const all: Record<string, unknown> = {
    summary: issue.summary,
    description: richly(issue.description, deployment),
    created: "2026-01-01T00:00:00.000+0000",
    updated: new Date(issue.updated).toISOString().replace("Z", "+0000"),
    labels: issue.labels,
    project: {
      self: `${root}/project`,
      id: "1",
      key: "DOC",
      name: "Documents",
      projectTypeKey: "software",
      simplified: false,
      avatarUrls: {},
    },
    issuetype: {
      self: `${root}/issuetype`,
      id: "1",
      name: "Task",
      description: "",
      iconUrl: "",
      subtask: false,
      hierarchyLevel: 0,
    },
    status: { self: `${root}/status`, id: "1", name: "In Progress", description: "", iconUrl: "" },
    reporter: account("Ana", root),
    creator: account("Ana", root),
    attachment: issue.files.map((file) => fileOf(file, root)),
    comment: {
      comments: issue.comments.slice(0, 2).map((comment) => commentOf(comment, deployment, root)),
      maxResults: 2,
      total: issue.comments.length,
      startAt: 0,
    },
    ...issue.custom,
    ...(parent
      ? {
          parent: {
            id: parent.id,
            key: parent.key,
            self: `${root}/issue`,
            fields: { summary: parent.summary },
          },
        }
      : {}),
  };
  const kept = wanted.includes("*all")
    ? all
    : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
  const rendered =
    deployment === "data_center" && wanted.includes("*all")
      ? { renderedFields: { description: `<p>${issue.description}</p>` } }
      : {};
  return {
    id: issue.id,
    key: issue.key,
    self: `${root}/rest/api/${api}/issue/${issue.id}`,
    fields: kept,
    ...rendered,
  };
}

function fileOf({ id, filename, mimeType, bytes }: ModelFile, root: string) {
  return {
    self: `${root}/rest/api/3/attachment/${id}`,
    id,
    filename,
    mimeType,
    size: bytes.length,
    author: account("Bo", root),
    created: "2026-01-02T03:04:05.000+0000",
    content: `${root}/secure/attachment/${id}/${filename}`,
  };
}
