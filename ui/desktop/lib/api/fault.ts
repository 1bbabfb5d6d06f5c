/** What every failed call throws: a sentence for a person, and a code to read out on the phone. */
export interface Fault {
  code: string;
  message: string;
  hint: string;
}
