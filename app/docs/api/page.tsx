import type { Metadata } from "next";
import { OnThisPage } from "#components/docs/on-this-page.tsx";
import { OperationReference } from "#components/docs/operation-reference.tsx";
import type { Operation } from "#lib/http/operation.ts";
import { accessWords, failureWords, openApiDocument } from "#lib/openapi/document.ts";
import { fieldsOf } from "#lib/openapi/fields.ts";
import { jsonSchema } from "#lib/openapi/json-schema.ts";
import { operations } from "#lib/openapi/operations.ts";

export const metadata: Metadata = { title: "API reference" };

export default function ApiReference() {
  const { tags, components } = openApiDocument("");
  return (
    <div className="grid gap-10 xl:grid-cols-[minmax(0,1fr)_13rem]">
      <article className="prose min-w-0">
        <h1>API reference</h1>
        <p>
          Whatever the interface can do, this API can. Send an API token as{" "}
          <code>Authorization: Bearer trb_…</code>. Errors are <a href="/docs/errors">problem documents</a>,
          and lists answer <code>items</code> and <code>next_cursor</code>. For programs, the same as{" "}
          <a href="/v1/openapi.json">OpenAPI 3.1</a>.
        </p>
        {tags.map(({ name }) => (
          <section key={name}>
            <h2 id={anchorOf(name)}>{name}</h2>
            {operations
              .filter(({ tag }) => tag === name)
              .map((operation) => (
                <OperationReference key={operation.id} {...present(operation, components.schemas)} />
              ))}
          </section>
        ))}
      </article>
      <OnThisPage headings={tags.map(({ name }) => ({ id: anchorOf(name), title: name }))} />
    </div>
  );
}

function anchorOf(tag: string): string {
  return tag.toLowerCase().replaceAll(" ", "-");
}

function present(operation: Operation, schemas: ReturnType<typeof openApiDocument>["components"]["schemas"]) {
  const { id, method, path, summary, description, query, body, rawBody, success } = operation;
  const examples =
    operation.bodyExamples ?? (operation.bodyExample === undefined ? {} : { "": operation.bodyExample });
  return {
    id,
    method,
    path,
    summary,
    description,
    access: accessWords(operation),
    query: query ? fieldsOf(jsonSchema(query, "input", {}), schemas) : [],
    body: body ? fieldsOf(jsonSchema(body, "input", {}), schemas) : [],
    rawBody: rawBody ? `${rawBody.contentType}: ${rawBody.description}` : undefined,
    requestExamples: Object.entries(examples).map(([name, value]) => ({ name, json: print(value) })),
    answers: Object.entries(success).map(([status, { description: words, example, contentType }]) => ({
      status,
      words: contentType ? `${words} (${contentType})` : words,
      json: example === undefined ? undefined : print(example),
    })),
    failures: Object.entries(failureWords(operation)).map(([status, words]) => ({ status, words })),
  };
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
