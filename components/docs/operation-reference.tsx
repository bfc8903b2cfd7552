type Row = { name: string; type: string; required: boolean; description: string };

type Props = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description?: string;
  access: string;
  query: Row[];
  body: Row[];
  rawBody?: string;
  requestExamples: { name: string; json: string }[];
  answers: { status: string; words: string; json?: string }[];
  failures: { status: string; words: string }[];
};

/** One door of the API, for people to read. */
export function OperationReference(props: Props) {
  const { id, method, path, summary, description, access, query, body, rawBody } = props;
  return (
    <section aria-labelledby={id} className="border-line border-t pt-2">
      <h3 id={id}>{summary}</h3>
      <p>
        <code>
          {method} {path}
        </code>
      </p>
      <p>
        {description} <span className="text-quiet">{access}</span>
      </p>
      <Fields title="Query" rows={query} />
      <Fields title="Body" rows={body} />
      {rawBody && <p>Body: {rawBody}</p>}
      {props.requestExamples.map(({ name, json }) => (
        <details key={name} open={props.requestExamples.length === 1}>
          <summary>Example{name && ` of ${name}`}</summary>
          <Json text={json} />
        </details>
      ))}
      {props.answers.map(({ status, words, json }) => (
        <details key={status}>
          <summary>
            <code>{status}</code> {words}
          </summary>
          {json && <Json text={json} />}
        </details>
      ))}
      <details>
        <summary>Errors: {props.failures.map(({ status }) => status).join(", ")}</summary>
        <ul>
          {props.failures.map(({ status, words }) => (
            <li key={status}>
              <code>{status}</code> {words}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Fields({ title, rows }: { title: string; rows: Row[] }) {
  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="wide" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, type, required, description }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
                {required && " (required)"}
              </td>
              <td>{type}</td>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Json({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
  );
}
