import type { Locator, Page } from 'playwright-core';
import { type RoomTexts, en as roomEn } from '../proctor/texts/en.ts';
import type { Texts } from '../shared/texts/catalogues.ts';
import { en } from '../shared/texts/en.ts';
import type { HallDoor } from './candidate.ts';

type Kind = keyof RoomTexts['actions']['kinds'];

interface Fill {
  readonly text?: string;
}

/** Somebody who watches at a page, in English: looks, types and presses as a person does. */
export class ProctorAtPage {
  readonly page: Page;
  readonly texts: RoomTexts = roomEn;
  readonly shared: Texts = en;
  readonly #hall: HallDoor;
  readonly #username: string;

  constructor(hall: HallDoor, page: Page, username: string) {
    this.#hall = hall;
    this.page = page;
    this.#username = username;
  }

  /** Into the room of an exam, over the sign-in. */
  async enter(examId: string): Promise<void> {
    await this.page.goto(`${this.#hall.url}/proctor/${examId}`);
    await this.page.getByLabel(this.shared.signIn.username).fill(this.#username);
    await this.page
      .getByLabel(this.shared.signIn.password, { exact: true })
      .fill(this.#hall.passwordOf(this.#username));
    await this.button(this.shared.signIn.submit).click();
    await this.page.locator('.room').waitFor();
  }

  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  row(rollNumber: string): Locator {
    return this.page.locator('.person-row', { hasText: rollNumber });
  }

  get person(): Locator {
    return this.page.locator('.person');
  }

  get dialog(): Locator {
    return this.page.locator('dialog[open]');
  }

  /** By the search, as one would with a roll number in hand. */
  async find(rollNumber: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator('#room-search').fill(rollNumber);
    await this.row(rollNumber).click();
    await this.person.getByRole('heading', { level: 2 }).waitFor();
  }

  /** An action on the candidate who is open, with a reason where it takes one. */
  act(kind: Kind, fill: Fill = {}): Promise<void> {
    return this.#act(kind, this.person, '1 candidate', fill);
  }

  /** An action on everybody of the place that is shown. */
  actHere(kind: Kind, fill: Fill & { readonly reaches: number }): Promise<void> {
    return this.#act(kind, this.page.locator('.action-bar-room'), `${fill.reaches} candidates`, fill);
  }

  async #act(kind: Kind, bar: Locator, whom: string, fill: Fill): Promise<void> {
    const action = bar.locator(`[data-action="${kind}"]`);
    if (!(await action.isVisible())) await this.button(this.texts.actions.more, bar).click();
    await action.click();
    await this.give(whom, fill);
  }

  /** Fills in the dialog of an action that is open, and gives it. */
  async give(whom: string, fill: Fill = {}): Promise<void> {
    await this.dialog.getByText(this.texts.actions.reach.reaches(whom)).waitFor();
    if (fill.text === undefined) await this.dialog.locator('[data-reason="power"]').click();
    else await this.dialog.getByLabel(this.texts.actions.text, { exact: true }).fill(fill.text);
    const box = this.dialog.getByRole('checkbox');
    if (await box.isVisible()) await box.check();
    await this.dialog.locator('button[type="submit"]').click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  async desk(tab: 'incidents' | 'commands' | 'approvals' | 'lostTime'): Promise<void> {
    await this.page.locator(`[data-tab="${tab}"]`).click();
  }
}
