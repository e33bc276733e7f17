import { describe, expect, it } from 'vitest';
import type { SignInReply } from '../../../server/protocol/http.ts';
import type { CodeReply } from '../../../server/protocol/staff.ts';
import type { ExamHall } from './examHall.ts';
import { inHall } from './inHall.ts';

const there = inHall();

async function post<T>({ url }: ExamHall, path: string, body: object, token?: string): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const reply: T = JSON.parse(await response.text());
  if (!response.ok) throw new Error(JSON.stringify(reply));
  return reply;
}

/** As the invigilator issues it. */
async function codeFor(hall: ExamHall, username: string): Promise<string> {
  const proctor = { username: 'proctor01', password: hall.passwordOf('proctor01') };
  const { accessToken } = await post<SignInReply>(hall, '/api/sessions', proctor);
  const { id } = await hall.prisma.user.findUniqueOrThrow({ where: { username } });
  const path = `/api/staff/exams/${hall.demoExamId}/candidates/${id}/sign-in-code`;
  const body = { commandId: crypto.randomUUID(), reason: 'Forgot the password.' };
  return (await post<CodeReply>(hall, path, body, accessToken)).code;
}

describe('a candidate who has forgotten the password', () => {
  it('[CMD-24] signs in with a code from the invigilator, once, and sits the exam', async () => {
    const { hall } = there;
    const code = await codeFor(hall, 'teacher01');
    const candidate = await there.candidate('teacher01', { language: 'mr', width: 360 });
    const { page, texts } = candidate;
    const signInWith = async (typed: string) => {
      await page.getByLabel(texts.signIn.username).fill('teacher01');
      await page.getByLabel(texts.signIn.code).fill(typed);
      await candidate.press(texts.signIn.submit);
    };
    await page.goto(hall.url);
    await candidate.press(texts.signIn.useCode);
    await candidate.press(texts.signIn.submit);
    await page.getByText(texts.signIn.codeNeeded).waitFor();
    await signInWith('AAAAA-AAAAA');
    await page.getByText(texts.signIn.badCredentialsWithCode).waitFor();
    await signInWith(code.toLowerCase().replace('-', ' '));
    await candidate.heading(texts.myExams.title).waitFor();
    await candidate.begin(hall.demoExamId);

    const other = await there.candidate('teacher01');
    await other.page.goto(hall.url);
    await other.press(other.texts.signIn.useCode);
    await other.page.getByLabel(other.texts.signIn.username).fill('teacher01');
    await other.page.getByLabel(other.texts.signIn.code).fill(code);
    await other.press(other.texts.signIn.submit);
    await other.page.getByText(other.texts.signIn.badCredentialsWithCode).waitFor();
    await other.press(other.texts.signIn.usePassword);
    await other.fillSignIn(hall.passwordOf('teacher01'));
    await other.press(other.texts.signIn.submit);
    await other.heading(other.texts.myExams.title).waitFor();
    expect(await hall.prisma.signInCode.count({ where: { usedAt: { not: null } } })).toBe(1);
  });
});
