// What the build tells of a question, see page.py, and what is remembered of it.

/** One set of the numbers of a question, as texts for its slots and as numbers. */
interface Variant {
  given: Record<string, string>;
  gives: Record<string, string>;
  /** What each outcome is, and how far from it an answer may be. */
  values: Record<string, number>;
  near: Record<string, number>;
}

interface Question {
  kind: "number" | "one" | "several";
  /** The outcomes that are right. */
  right: string[];
  /** A digest of what is right. */
  version: string;
  variants?: Variant[];
}

/** The last answer to a question. */
interface Answer {
  version: string;
  isRight: boolean;
  /** In this answer or in an earlier one. */
  isSolved: boolean;
  /** How many reviews in a row it was right in. */
  again: number;
  when: number;
}

/** What remembers answers. */
interface Memory {
  answerTo(name: string): Answer | undefined;
  answered(name: string, version: string, isRight: boolean, isReview: boolean): void;
  /** Have a part of the page show what is remembered, now and after each change. */
  listen(box: HTMLElement, show: () => void): void;
}

type Check = InstanceType<typeof book.questions.Check>;
