// What charts use of Vega, which is loaded when one is near.

interface VegaView {
  finalize(): void;
  getState(): { signals: Record<string, unknown> };
  run(): VegaView;
  scale(name: string): { domain(): [number, number] };
  /** The value of a signal, or the view, if another value is set. */
  signal(name: string): any;
  signal(name: string, value: unknown): VegaView;
}

interface Vega {
  Error: number;
  View: new (runtime: unknown, options: object) => VegaView;
  expressionInterpreter: unknown;
  parse(spec: object, config: object | null, options: object): unknown;
}

declare var vega: Vega;

/** The setting of a chart: what its controls say, by the names of signals. */
type Setting = Record<string, string | number | boolean>;

/** What a control can say. */
type Reach = { least: number; most: number } | { options: string[] } | "switch";
