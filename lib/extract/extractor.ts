import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answer, Job } from "./child.ts";
import { type Extraction, ExtractionError } from "./extraction.ts";
import type { NamedFile } from "./sniff.ts";

export type ExtractorOptions = {
  /** Folders that the child may read beside its own code. */
  readable: string[];
  timeoutMs?: number;
  /** JavaScript heap; beyond it the child ends itself. */
  heapMb?: number;
  /** All memory, buffers included; looked at where /proc exists. */
  memoryMb?: number;
  /** A child that read so many files is replaced: what a library leaks ends with it. */
  filesPerChild?: number;
};

export type FileToExtract = NamedFile & { signal?: AbortSignal };

export type Extractor = AsyncDisposable & {
  /**
   * Reads a file's text in the child process; one at a time, in the order asked.
   * @throws ExtractionError with the reason; the reason of `signal` once it aborts
   */
  extractFile: (file: FileToExtract) => Promise<Extraction>;
};

// Not relative to this file: in the web server it is part of a bundle, which is told to leave these paths alone.
// Every process of ours works in the project's folder.
const root = process.cwd();
const program = join(root, "lib", "extract", "child.ts");
const memoryCheckMs = 200;

/**
 * Reads files in one child process that may read `readable` and its own code, and nothing else: no writing, no
 * programs, none of our environment's secrets. A file that crashes it, or takes too long or too much memory, fails
 * alone; the next one gets a new child.
 */
export function createExtractor(options: ExtractorOptions): Extractor {
  const { timeoutMs = 60_000, heapMb = 512, memoryMb = 1024, filesPerChild = 500 } = options;
  let child: ChildProcess | undefined;
  let files = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function retire(): void {
    child?.kill("SIGKILL");
    child = undefined;
    files = 0;
  }

  async function extract({ signal, ...file }: FileToExtract): Promise<Extraction> {
    signal?.throwIfAborted();
    if (files >= filesPerChild) retire();
    child ??= startChild(options.readable, heapMb);
    files += 1;
    try {
      return await ask(child, { id: files, file }, { signal, timeoutMs, memoryMb, heapMb });
    } catch (error) {
      // An error without an answer may have left the child at work.
      if (!(error instanceof Answered)) retire();
      throw error instanceof Answered ? error.reason : error;
    }
  }

  return {
    extractFile(file) {
      const turn = queue.then(() => extract(file));
      queue = turn.catch(() => {});
      return turn;
    },
    async [Symbol.asyncDispose]() {
      await queue;
      retire();
    },
  };
}

/** The child said why; it is ready for the next file. */
class Answered extends Error {
  readonly reason: ExtractionError;

  constructor(reason: ExtractionError) {
    super(reason.message);
    this.reason = reason;
  }
}

function startChild(readable: string[], heapMb: number): ChildProcess {
  const code = ["lib", "node_modules", "package.json"].map((part) =>
    join(/* turbopackIgnore: true */ root, part),
  );
  const child = fork(/* turbopackIgnore: true */ program, {
    execArgv: [
      "--permission",
      ...[...code, ...readable].map((path) => `--allow-fs-read=${path}`),
      `--max-old-space-size=${heapMb}`,
    ],
    env: { NODE_ENV: "production" },
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  // Between two files nobody else listens, and an error without a listener would end the process.
  child.on("error", () => {});
  // It waits for work as long as we live, and doesn't keep us alive.
  child.unref();
  child.channel?.unref();
  return child;
}

type Limits = { signal?: AbortSignal; timeoutMs: number; memoryMb: number; heapMb: number };

function ask(
  child: ChildProcess,
  job: Job,
  { signal, timeoutMs, memoryMb, heapMb }: Limits,
): Promise<Extraction> {
  const { promise, resolve, reject } = Promise.withResolvers<Extraction>();
  const fail = (message: string) => reject(new ExtractionError("failed", message));
  const onMessage = (answer: Answer) => {
    if (answer.id !== job.id) return;
    if ("extraction" in answer) resolve(answer.extraction);
    else reject(new Answered(new ExtractionError(answer.outcome, answer.message)));
  };
  const onExit = (code: number | null) => {
    // Node ends with 134 (SIGABRT) when its heap is full.
    const isHeapFull = code === 134 || code === null;
    fail(
      isHeapFull
        ? `Reading it needs more than ${heapMb} MB of memory, or crashed its reader; it was stopped.`
        : `Its reader ended with code ${code}.`,
    );
  };
  const onError = (error: Error) => fail(`Its reader couldn't be started: ${error.message}.`);
  const onAbort = () => reject(signal?.reason);
  const clock = setTimeout(
    () => fail(`Reading it took longer than ${timeoutMs / 1000} s; it was stopped.`),
    timeoutMs,
  );
  const memory = setInterval(async () => {
    if ((await residentMb(child.pid)) > memoryMb)
      fail(`Reading it needs more than ${memoryMb} MB of memory; it was stopped.`);
  }, memoryCheckMs);
  child.on("message", onMessage).once("exit", onExit).once("error", onError);
  signal?.addEventListener("abort", onAbort, { once: true });
  child.channel?.ref();
  child.send(job, (error) => error && onError(error));
  return promise.finally(() => {
    clearTimeout(clock);
    clearInterval(memory);
    child.off("message", onMessage).off("exit", onExit).off("error", onError);
    signal?.removeEventListener("abort", onAbort);
    child.channel?.unref();
  });
}

async function residentMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "latin1").catch(() => "");
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
