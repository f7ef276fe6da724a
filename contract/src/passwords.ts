/** Why a password is refused that is long enough: it is among the first that somebody tries. Without Zod: forms carry it. */
export const passwordFaults = ['email', 'brand', 'repeated', 'run', 'common'] as const;
export type PasswordFault = (typeof passwordFaults)[number];

/** Letters, digits and keys in the order in which hands and tables have them; twice, as some go round again. */
const runs = ['0123456789', '1234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', '1q2w3e4r5t6y7u8i9o0p', '!@#$%^&*()', 'qazwsxedcrfvtgbyhnujmikolp', 'abcdefg1234567', '1234567abcdefg', 'abc123']
  .flatMap((run) => [run + run, [...run + run].reverse().join('')]);

/** Those of ten characters and more that lists of stolen passwords have most. What runs and what is repeated is found without a list. */
const common: ReadonlySet<string> = new Set([
  'password12', 'password123', 'password1234', 'password123456', 'password!23', 'password@123', 'passw0rd123', 'passw0rd1234', 'p@ssw0rd123', 'p@ssword123', 'p@ssw0rd1234', 'mypassword', 'passwordpassword', 'passwort123', 'changeme123', 'changeme1234',
  'letmein123', 'letmein1234', 'welcome123', 'welcome1234', 'welcome@123', 'admin12345', 'admin123456', 'administrator', 'administrator1', 'admin@12345', 'root123456', 'test123456', 'user123456', 'guest12345', 'qwerty12345', 'qwerty123456', 'qwer123456', 'asdf123456', 'asdasdasd1', 'zxcvbnm123',
  'iloveyou12', 'iloveyou123', 'iloveyou1234', 'iloveyou1314', 'woaini1314', 'woaini5201314', 'woaini123456', '5201314520', '1314520123', 'woaiwojia1', 'a123456789', 'aa123456789', 'abc123456789', 'abcd123456', 'qq123456789', 'q123456789', 'superman123', 'sunshine123', 'princess123', 'football123', 'trustno1234',
]);

/** What is wrong with it, if anything is. No rules about kinds of characters: they make passwords that are forgotten, not better ones. */
export function passwordFault(password: string, { email, brand }: { email?: string | undefined; brand?: string | undefined }): PasswordFault | null {
  const text = password.normalize('NFKC').toLowerCase().trim();
  const isIt = (name: string | undefined) => {
    const plain = (name ?? '').normalize('NFKC').toLowerCase().trim();
    // Behind or before it only digits and signs: whoever guesses adds them too.
    return plain !== '' && (text === plain || (core(text) !== '' && core(text) === core(plain)));
  };
  if (isIt(email) || isIt(email?.split('@')[0])) return 'email';
  if (isIt(brand)) return 'brand';
  if (repeats(text)) return 'repeated';
  if (runs.some((run) => run.includes(text)) || isDigitsRound(text)) return 'run';
  return common.has(text) ? 'common' : null;
}

/** Its letters alone: «mona.2024!» is «mona». */
function core(text: string): string {
  return text.replaceAll(/[^\p{L}]/gu, '');
}

/** A piece of one to four characters over and over, the last time perhaps cut off. */
function repeats(text: string): boolean {
  const letters = [...text];
  return [1, 2, 3, 4].some((length) => letters.length >= 2 * length && letters.every((letter, place) => letter === letters[place % length]));
}

/** 1234567890123… however long. */
function isDigitsRound(text: string): boolean {
  return /^\d+$/.test(text) && [1, 9].some((step) => [...text].every((digit, place) => place === 0 || Number(digit) === (Number(text[place - 1]) + step) % 10));
}
