/** One of Microsoft's clouds: where its applications sign in, where its Graph answers, where its sites live. */
export type Cloud = {
  /** Ends the host names of SharePoint and OneDrive. */
  hostSuffix: string;
  graphRoot: string;
  loginRoot: string;
};

/**
 * From learn.microsoft.com/graph/deployments. The clouds share nothing: an application of one doesn't exist in
 * another, and a token of one is refused by another.
 */
export const clouds: readonly Cloud[] = [
  {
    hostSuffix: ".sharepoint.com",
    graphRoot: "https://graph.microsoft.com",
    loginRoot: "https://login.microsoftonline.com",
  },
  {
    hostSuffix: ".sharepoint.us",
    graphRoot: "https://graph.microsoft.us",
    loginRoot: "https://login.microsoftonline.us",
  },
  {
    hostSuffix: ".sharepoint-mil.us",
    graphRoot: "https://dod-graph.microsoft.us",
    loginRoot: "https://login.microsoftonline.us",
  },
  {
    hostSuffix: ".sharepoint.cn",
    graphRoot: "https://microsoftgraph.chinacloudapi.cn",
    loginRoot: "https://login.chinacloudapi.cn",
  },
];

/** The cloud that a SharePoint or OneDrive host belongs to. */
export function cloudOf(host: string): Cloud | undefined {
  return clouds.find(({ hostSuffix }) => host.endsWith(hostSuffix) && host.length > hostSuffix.length);
}
