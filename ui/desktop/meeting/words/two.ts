/** `5` as `05`. */
export const two = (n: number) => String(n).padStart(2, '0');
