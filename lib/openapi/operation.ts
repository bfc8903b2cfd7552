import { z } from "zod";
import { defineOperation } from "#lib/http/operation.ts";

export const openApiOperation = defineOperation({
  id: "get_openapi",
  method: "GET",
  path: "/v1/openapi.json",
  tag: "Description",
  summary: "This API as an OpenAPI 3.1 document",
  access: "public",
  success: {
    200: {
      description: "The document",
      schema: z.looseObject({ openapi: z.string() }),
      example: { openapi: "3.1.1", info: { title: "Tributary", version: "1" }, paths: {} },
    },
  },
});
