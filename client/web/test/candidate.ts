import type { Locator, Page } from 'playwright-core';
import type { Language, Texts } from '../shared/texts/catalogues.ts';
import { en } from '../shared/texts/en.ts';
import { hi } from '../shared/texts/hi.ts';
import { type LaterTexts, laterTexts } from '../shared/texts/laterTexts.ts';
import { mr } from '../shared/texts/mr.ts';
import type { ExamHall } from './examHall.ts';

const catalogues: Readonly<Record<Language, Texts>> = { en, hi, mr };

/** Where somebody comes in. */
export type HallDoor = Pick<ExamHall, 'url' | 'passwordOf'>;

/** A candidate at a page, who does what a person does: reads labels, presses buttons. */
export class CandidateAtPage {
  readonly page: Page;
  readonly texts: Texts & LaterTexts;
  readonly #hall: HallDoor;
  readonly #username: string;

  constructor(hall: HallDoor, page: Page, username: string, language: Language = 'en') {
    this.#hall = hall;
    this.page = page;
    this.#username = username;
    this.texts = { ...catalogues[language], ...laterTexts[language] };
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  async signIn(): Promise<void> {
    const { signIn, myExams } = this.texts;
    await this.page.goto(this.#hall.url);
    await this.fillSignIn(this.#hall.passwordOf(this.#username));
    await this.press(signIn.submit);
    await this.heading(myExams.title).waitFor();
  }

  async fillSignIn(password: string): Promise<void> {
    await this.page.getByLabel(this.texts.signIn.username).fill(this.#username);
    await this.page.getByLabel(this.texts.signIn.password, { exact: true }).fill(password);
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true });
  }

  /** From the instructions into the exam. */
  async begin(examId: string): Promise<void> {
    const { instructions } = this.texts;
    await this.page.goto(`${this.#hall.url}/exams/${examId}`);
    await this.page.getByLabel(instructions.consent).check();
    await this.press(instructions.begin);
    await this.untilInExam();
  }

  async untilInExam(): Promise<void> {
    await this.page.locator('#question-heading').waitFor();
  }

  /** Goes there over the palette, opening it where the screen is small. */
  async goTo(questionId: string): Promise<void> {
    const side = this.page.locator(`.exam-side [data-question="${questionId}"]`);
    if (await side.isVisible()) {
      await side.click();
    } else {
      await this.press(this.texts.palette.open);
      await this.page.locator(`dialog [data-question="${questionId}"]`).click();
    }
    await this.page
      .locator(`.exam-side [data-question="${questionId}"][aria-current]`)
      .waitFor({ state: 'attached' });
  }

  /** Ids in this candidate's order. */
  async questionIds(): Promise<readonly string[]> {
    const cells = await this.page.locator('.exam-side [data-question]').all();
    return Promise.all(cells.map(async (cell) => (await cell.getAttribute('data-question')) ?? ''));
  }

  /** The palette follows a press a moment later. */
  async untilPalette(questionId: string, state: string): Promise<void> {
    const square = `.exam-side [data-question="${questionId}"][data-state="${state}"]`;
    await this.page.locator(square).waitFor({ state: 'attached' });
  }

  /** Ticks the option that reads so. */
  async choose(option: string): Promise<void> {
    await this.page.getByLabel(option, { exact: true }).check();
  }

  async type(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: this.texts.exam.yourAnswer }).fill(text);
  }

  /** What the one indicator in the header says: `saved`, `on-device`, … */
  async saveState(): Promise<string | null> {
    return await this.page.locator('[data-save]').getAttribute('data-save');
  }

  async untilSaved(): Promise<void> {
    await this.page.locator('[data-save="saved"]').waitFor();
  }

  async handIn(): Promise<void> {
    const { buttons, summary } = this.texts;
    await this.press(buttons.submit);
    await this.press(summary.handIn);
    await this.press(summary.confirm);
  }

  async untilReceipt(): Promise<void> {
    await this.heading(this.texts.handingIn.done).waitFor();
    await this.button(this.texts.receipt.download).waitFor();
  }
}
