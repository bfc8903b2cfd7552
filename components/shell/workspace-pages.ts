/** The pages that a workspace's navigation leads to, in its order, with their addresses below the workspace's own. */
export const workspacePages = [
  { name: "home", path: "" },
  { name: "connectors", path: "/connectors" },
  { name: "schedules", path: "/schedules" },
  { name: "runs", path: "/runs" },
  { name: "review", path: "/review" },
  { name: "collections", path: "/collections" },
  { name: "settings", path: "/settings" },
] as const;

export type WorkspacePage = (typeof workspacePages)[number]["name"];
