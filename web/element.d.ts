// The types of element.js, which defines <jmvae-demo>. For pages alone.

export interface JmvaeDemoEventMap {
  /** The figure shows its first result. */
  ready: CustomEvent<{state: string}>;
  /** What a link to the figure carries has changed. */
  change: CustomEvent<{state: string}>;
  /** What the figure shows has changed. */
  result: CustomEvent<Record<string, unknown>>;
  /** One sentence. */
  error: CustomEvent<{sentence: string}>;
}

/** A figure. Its own attributes are src, poster and loading; all others are keys of the state, e.g. screen="write". */
export interface JmvaeDemo extends HTMLElement {
  /** What a link to the figure as it is now carries, e.g. "screen=write&label=7". */
  state: string;
  /** What the figure shows, as it said last; null before. */
  readonly result: Record<string, unknown> | null;
  addEventListener<K extends keyof JmvaeDemoEventMap>(type: K, listener: (event: JmvaeDemoEventMap[K]) => void,
                                                      options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject,
                   options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'jmvae-demo': JmvaeDemo;
  }
}
