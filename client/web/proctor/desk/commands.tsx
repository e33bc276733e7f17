import { useCallback } from 'react';
import type { CommandProgress } from '../../../../server/protocol/proctor.ts';
import type { CommandView } from '../../../../server/protocol/staff.ts';
import type { Outcome } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { formatTime } from '../../shared/time.ts';
import { useCount, usePeopleCount, useRoom, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { useLoaded } from '../useLoaded.ts';
import { commandTitle, gainWords, reasonWords, scopeName } from './commandWords.ts';
import { numberIn, textIn } from './incidentWords.ts';

/** What was given in this exam, newest first, and how far each has come. */
export function Commands() {
  const { commands } = useRoomView();
  const { commands: texts } = useRoomTexts();
  const newest = commands.at(-1)?.seq ?? 0;
  const { data, problem } = useCommandLog(newest);
  const progress = new Map(commands.map((command) => [command.seq, command]));
  return (
    <>
      {problem !== null && <Banner tone="warning">{problem}</Banner>}
      {data?.length === 0 && <p className="desk-none quiet">{texts.none}</p>}
      <ul className="desk-list">
        {data?.toReversed().map((command) => (
          <CommandCard key={command.seq} command={command} progress={progress.get(command.seq)} />
        ))}
      </ul>
    </>
  );
}

/** The log of the exam's commands, read again when a new one is known. */
function useCommandLog(newest: number) {
  const { api, examId } = useRoom();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer command is the reason to read again
  const load = useCallback(
    (): Promise<Outcome<readonly CommandView[]>> => api.allCommands(examId),
    [api, examId, newest],
  );
  return useLoaded(load);
}

interface CommandCardProps {
  readonly command: CommandView;
  readonly progress: CommandProgress | undefined;
}

function CommandCard({ command, progress }: CommandCardProps) {
  const texts = useRoomTexts();
  const { language } = useLanguage();
  const view = useRoomView();
  const people = usePeopleCount();
  const { body } = command;
  const reason = typeof body['reason'] === 'string' ? body['reason'] : null;
  const ms = numberIn(body, 'ms');
  const destination = view.centres.get(textIn(body, 'centreId') ?? '');
  return (
    <li className="command" data-command={command.seq}>
      <div className="incident-head">
        <h3>
          {commandTitle(command.kind, texts)} {ms !== null && gainWords(ms, texts)}
          {destination !== undefined && `→ ${destination.code}`}
        </h3>
        <span className="small quiet">{scopeName(command.scope, view, texts, people)}</span>
      </div>
      <CommandText body={body} />
      {reason !== null && <p className="small">{reasonWords(reason, texts)}</p>}
      <p className="small quiet">
        {texts.commands.by(command.actor.name, formatTime(command.issuedAt, language))}
      </p>
      {progress !== undefined && <Delivery progress={progress} />}
    </li>
  );
}

function CommandText({ body }: { readonly body: Readonly<Record<string, unknown>> }) {
  const { language } = useLanguage();
  const text = body['text'];
  if (typeof text !== 'object' || text === null) return null;
  const byLanguage = Object.fromEntries(
    Object.entries(text).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
  const chosen = inLanguage(byLanguage, language);
  return (
    <p className="incident-text" lang={chosen.language}>
      “{chosen.text}”
    </p>
  );
}

/** Of those whom a command reaches: on whose exam it has acted, who still waits for it, and who has confirmed it. */
function Delivery({ progress }: { readonly progress: CommandProgress }) {
  const { commands: texts } = useRoomTexts();
  const format = useCount();
  const { reaches, applied, confirmed, pending } = progress;
  const waits = confirmed + pending;
  return (
    <div className="delivery">
      <progress
        className="delivery-bar"
        max={Math.max(1, waits)}
        value={confirmed}
        aria-label={texts.progress(format(confirmed), format(waits))}
      />
      <p className="small numbers delivery-counts">
        <span>{texts.reaches(format(reaches))}</span>
        <span>{texts.applied(format(applied))}</span>
        <span className={pending > 0 ? 'delivery-pending' : ''}>{texts.pending(format(pending))}</span>
        <span>{texts.confirmed(format(confirmed))}</span>
      </p>
    </div>
  );
}
