import './early/fillGaps.ts';
import './shared/tokens.css';
import './shared/themes.css';
import './shared/fonts.css';
import './shared/base.css';
import './shared/components.css';
import { createRoot } from 'react-dom/client';
import { createBrowserSignIn } from '../session/index.ts';
import { App } from './app.tsx';
import { ExamDesk } from './candidate/sit/examDesk.ts';
import { fetchEarly } from './early/earlyReplies.ts';
import { examSatAt } from './early/examAddress.ts';
import { keepOffline } from './offline/register.ts';
import { applyDisplay, rememberedDisplay } from './shared/display/display.tsx';
import { loadTexts } from './shared/texts/catalogues.ts';
import { preferredLanguage } from './shared/texts/preferredLanguage.ts';

const signIn = createBrowserSignIn(fetchEarly);
const desk = new ExamDesk(signIn);
const examId = examSatAt(location.pathname);
if (examId !== null) desk.comeBack(examId);

applyDisplay(rememberedDisplay());
const language = preferredLanguage();
document.documentElement.lang = language;
const texts = await loadTexts(language);
const host = document.getElementById('app');
if (host) createRoot(host).render(<App signIn={signIn} desk={desk} initial={{ language, texts }} />);
keepOffline();
