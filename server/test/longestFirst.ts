import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute and more. Begun last, the whole run would wait for them alone. */
const longest = [
  'client/web/test/accessibleDesk.web.test.ts',
  'client/web/test/accessiblePhone.web.test.ts',
  'client/web/test/cuts.web.test.ts',
  'client/web/test/proctorRoom.web.test.ts',
  'bench/run.db.test.ts',
  'client/web/test/wholeExam.web.test.ts',
  'client/web/test/interruptions.web.test.ts',
  'server/test/fuzz.test.ts',
  'client/web/test/troubles.web.test.ts',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = longest.findIndex((file) => moduleId.endsWith(`/${file}`));
  return rank === -1 ? longest.length : rank;
};

/** Begins with the files that take longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
