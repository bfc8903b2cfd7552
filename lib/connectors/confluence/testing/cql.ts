import type { ModelItem, WikiModel } from "./model.ts";

type Test = (item: ModelItem) => boolean;

/** As much of CQL as the tests ask. @throws Error for what isn't understood */
export function parseCql(cql: string, model: WikiModel): Test {
  const tokens = cql.match(/"[^"]*"|[(),]|!?[=~]|[^\s(),=~"!]+/g) ?? [];
  let at = 0;
  const peek = () => tokens[at]?.toLowerCase();
  const take = () => tokens[at++] ?? "";
  const value = () => take().replace(/^"|"$/g, "");

  function any(): Test {
    const tests = [all()];
    while (peek() === "or" && take()) tests.push(all());
    return (item) => tests.some((test) => test(item));
  }
  function all(): Test {
    const tests = [one()];
    while (peek() === "and" && take()) tests.push(one());
    return (item) => tests.every((test) => test(item));
  }
  function one(): Test {
    if (peek() === "(") {
      take();
      const test = any();
      take();
      return test;
    }
    return comparison(take().toLowerCase());
  }
  function comparison(field: string): Test {
    const operator = take().toLowerCase();
    const values = operator === "in" ? list() : [value()];
    const read = fields[field];
    if (!read || !["=", "in", "~"].includes(operator)) throw new Error(`Could not parse cql : ${cql}`);
    return (item) => {
      const held = read(item, model);
      return operator === "~"
        ? held.some((one) => one.toLowerCase().includes((values[0] ?? "").toLowerCase()))
        : held.some((one) => values.includes(one));
    };
  }
  function list(): string[] {
    const values: string[] = [];
    take();
    while (peek() !== ")" && at < tokens.length) {
      values.push(value());
      if (peek() === ",") take();
    }
    take();
    return values;
  }

  const test = any();
  if (at < tokens.length && peek() !== "order") throw new Error(`Could not parse cql : ${cql}`);
  return test;
}

const fields: Record<string, (item: ModelItem, model: WikiModel) => string[]> = {
  type: ({ type }) => [type],
  id: ({ id }) => [id],
  space: ({ spaceKey }) => [spaceKey],
  title: ({ title }) => [title],
  text: ({ title, body }) => [title, body],
  container: ({ containerId }) => (containerId === null ? [] : [containerId]),
  ancestor: (item, model) => model.ancestors(item).map(({ id }) => id),
};
