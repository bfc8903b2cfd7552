export { default } from "./[workspaceId]/not-found.tsx";
