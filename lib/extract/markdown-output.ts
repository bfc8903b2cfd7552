import { cleanText } from "./clean-text.ts";

/** Collects blocks of Markdown up to a number of characters; readers stop when it is full. */
export class MarkdownOutput {
  readonly #blocks: string[] = [];
  readonly #maxCharacters: number;
  #characters = 0;
  #isFull = false;

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  /** Whether something was, or would be, left out. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  /** How many characters still fit. */
  get room(): number {
    return this.#maxCharacters - this.#characters;
  }

  /** Adds a block; one that doesn't fit is cut at a whole character. */
  push(block: string): void {
    const text = cleanText(block).replace(/^\n+|\s+$/g, "");
    if (text === "" || this.#isFull) return;
    if (text.length > this.room) this.#isFull = true;
    const kept = text.length > this.room ? cleanText(text.slice(0, this.room)) : text;
    this.#blocks.push(kept);
    this.#characters += kept.length + 2;
  }

  markTruncated(): void {
    this.#isFull = true;
  }

  toString(): string {
    return this.#blocks.join("\n\n");
  }
}
