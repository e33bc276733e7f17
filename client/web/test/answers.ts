import type { CandidateAtPage } from './candidate.ts';
import type { DemoQuestion } from './demoQuestions.ts';

/** By question id. */
export type Answers = Readonly<Record<string, { readonly value: unknown; readonly marked: boolean }>>;

/** Answers the question on the screen somehow, as a person would, and returns what the database should then hold. */
export async function answerSomehow(candidate: CandidateAtPage, question: DemoQuestion): Promise<unknown> {
  const form = candidate.page.locator('.answer-form');
  const [first, , third] = question.options ?? [];
  switch (question.type) {
    case 'assertion-reason':
      await form.locator('input[value="C"]').check();
      return 'C';
    case 'single':
      await form.locator(`input[value="${third?.id}"]`).check();
      return third?.id;
    case 'multiple': {
      await form.locator(`input[value="${first?.id}"]`).check();
      await form.locator(`input[value="${third?.id}"]`).check();
      const chosen = await form.locator('input:checked').all();
      return Promise.all(chosen.map((input) => input.getAttribute('value')));
    }
    case 'true-false':
      await form.locator('input[value="false"]').check();
      return false;
    case 'matrix': {
      const [row] = question.rows ?? [];
      const [, column] = question.columns ?? [];
      await form.locator(`input[name="${row?.id}"][value="${column?.id}"]`).check();
      return { [row?.id ?? '']: [column?.id] };
    }
    case 'numerical':
      if (question.numeric?.range !== undefined) {
        await candidate.type('१२.५');
        return '12.5';
      }
      await candidate.type('−१२.५');
      return '-12.5';
    case 'short-text':
      await candidate.type('<b>पुणे 🌱');
      return '<b>पुणे 🌱';
    default:
      throw new Error(`There is no question type ${question.type}.`);
  }
}
