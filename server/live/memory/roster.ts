import type { LiveRoster, RosterListener } from '../../app/ports/live.ts';
import { OwnRows } from '../roster/ownRows.ts';
import { RosterTable } from '../roster/rosterTable.ts';

/** The roster of an exam is forgotten when nothing in it has changed for so long, ms. */
export const keepRosterMs = 24 * 3_600_000;

const nodeId = 'alone';

interface Exam {
  readonly own: OwnRows;
  readonly table: RosterTable;
  readonly listeners: Set<RosterListener>;
  changedAt: number;
}

/** The roster of a node that is alone. */
export function createMemoryRoster(): LiveRoster {
  const exams = new Map<string, Exam>();
  const examOf = (examId: string): Exam => {
    const exam = exams.get(examId) ?? newExam(examId);
    exams.set(examId, exam);
    return exam;
  };
  return {
    publish(examId, rows) {
      const exam = examOf(examId);
      const changed = exam.table.merge(exam.own.update(rows));
      exam.changedAt = rows.reduce((latest, { version }) => Math.max(latest, version), exam.changedAt);
      for (const [id, { changedAt, listeners }] of exams) {
        if (changedAt < exam.changedAt - keepRosterMs && listeners.size === 0) exams.delete(id);
      }
      if (changed.length > 0) for (const listener of exam.listeners) listener.rows(changed);
    },
    async follow(examId, listener) {
      const exam = examOf(examId);
      exam.listeners.add(listener);
      return { rows: exam.table.rows(), close: () => void exam.listeners.delete(listener) };
    },
  };
}

function newExam(examId: string): Exam {
  const table = new RosterTable(examId, () => true);
  return { own: new OwnRows(nodeId), table, listeners: new Set(), changedAt: 0 };
}
