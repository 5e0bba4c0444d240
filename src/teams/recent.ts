/** The last few keys seen: enough to know a message that comes again within minutes, while the receipts keep the effects. */
export class Recent {
  readonly #keys = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Remember the key; says whether it had not been seen. */
  isNew(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > this.#most) this.#keys.delete(this.#keys.keys().next().value!);
    return true;
  }
}
