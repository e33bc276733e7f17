import type { Help } from '../../../session/index.ts';
import { useLanguage } from '../../shared/language.tsx';
import { errorSentence } from '../../shared/texts/errorSentence.ts';
import { formatTime } from '../../shared/time.ts';
import { useExam } from '../sit/examContext.ts';

/** How far the newest call and the newest report have come: nothing is said to be received that is not. */
export function HelpNews() {
  const { state } = useExam();
  const newest = (kind: Help['kind']) => state.help.findLast((each) => each.kind === kind);
  const news = [newest('call'), newest('report')].filter((help) => help !== undefined);
  return (
    <div className="help-news small" role="status">
      {news.map((help) => (
        <p key={help.id} data-help={help.kind} data-progress={help.progress.kind}>
          <Progress help={help} />
        </p>
      ))}
    </div>
  );
}

function Progress({ help }: { readonly help: Help }) {
  const { language, texts } = useLanguage();
  const { numberOf } = useExam();
  const { progress } = help;
  const { ofCall, ofReport } = texts.help;
  const number = help.kind === 'report' ? numberOf(help.questionId) : null;
  switch (progress.kind) {
    case 'waiting':
      return number === null ? ofCall.waiting : ofReport.waiting(number);
    case 'received': {
      const time = formatTime(progress.at, language);
      return number === null ? ofCall.received(time) : ofReport.received(number, time);
    }
    case 'refused': {
      const sentence = number === null ? ofCall.refused : ofReport.refused(number);
      return `${sentence} ${errorSentence(progress.error.code, texts)}`;
    }
  }
}
