// What there is to read and to answer, see course.py, and what a reader has done of it.

interface Course {
  /** The name of the book, under which its readers' progress is kept. */
  book: string;
  /** The chapters, and other pages that ask something. */
  pages: CoursePage[];
}

interface CoursePage {
  isChapter: boolean;
  name: string;
  title: string;
  /** By name, the version of the right answer, and what the question serves. */
  questions: Record<string, [version: string, serves: string]>;
}

/** What a reader has done, as it is kept. */
interface State {
  format: 1;
  /** When pages were read to their end. */
  read: Record<string, number>;
  answers: Record<string, Answer>;
  /** Where the reader is. */
  place: { page: string; part: string } | null;
  inventory: {
    /** What is chosen where the questions are not all answered yet. */
    open: Record<string, string[]>;
    first: Taken | null;
    last: Taken | null;
  };
}

/** All questions of an inventory, answered at some time: those that were right. */
interface Taken {
  when: number;
  right: string[];
}

declare namespace book {
  const course: Course;
}
