/** An answer with an errcode other than 0. Texts are made up; nobody may match on them. */
export class Refusal extends Error {
  readonly errcode: number;
  constructor(errcode: number, text: string) {
    super(text);
    this.name = 'Refusal';
    this.errcode = errcode;
  }
}

export const refuse = (errcode: number, text: string): Refusal => new Refusal(errcode, text);
