// A process of its own for tests that kill one: answers each message with what the door create_connector said.
import { POST } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { startServices } from "#lib/services.ts";
import { type Call, call } from "./call.ts";

const { boss } = await startServices();
await boss.getQueue("run");
process.on("message", (request: Call) => {
  void call(POST, request).then(({ status, body }) => process.send?.({ status, body }));
});
process.send?.("ready");
