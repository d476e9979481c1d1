// What the laboratories hand each other.

interface Digits {
  labels: Uint8Array;
  /** Of all, one after the other, from 0 (paper) to 1 (ink). */
  pixels: Float32Array;
}

/** What a network says of a picture. */
interface Read {
  logits: Float64Array;
  logTotal: number;
  probabilities: Float64Array;
}

interface Loss {
  value(read: Read, label: number): number;
  /** Write the slopes for the logits into an array. */
  slopes(read: Read, label: number, slopes: Float64Array): void;
}

/** On a pad, or on a picture. */
type Point = [x: number, y: number];
type Stroke = Point[];

/** What a reader asks of a run. */
interface AskedRun {
  loss: string;
  rate: number;
  /** The largest pixel: 1 or 255. */
  largest: number;
  seed: number;
}

/** A digit as a network reads it, with what each loss makes of that. */
interface Judged {
  place: number;
  label: number;
  answer: number;
  /** The probability of the label. */
  part: number;
  costs: number[];
}

type Laboratory = InstanceType<typeof book.laboratory.Laboratory>;
type Network = InstanceType<typeof book.network.Network>;
type Run = InstanceType<typeof book.run.Run>;

/** What goes on with a curve to a point. */
type DrawPoint = (batch: number, value: number) => void;

interface LaboratoryKind {
  new (box: HTMLElement): Laboratory & { wake(): Promise<void> };
}

declare namespace book {
  /** What the build says once for scripts and for Python, see page.py. */
  const settings: {
    batch: number;
    batches: number;
    decimals: Record<string, number>;
    looks: number;
    /** What is shown for each loss. */
    names: Record<string, string>;
  };
}
