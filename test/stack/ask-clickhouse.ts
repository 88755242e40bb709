// One SQL statement over HTTP as a given user, with the answer as it comes: these tests are about who may do what.

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export type Ask = (sql: string) => Promise<Answer>;

/** Asks as `user`; nothing throws, refusals are answers. */
export const askAs =
  (url: string, user: string, password: string): Ask =>
  async (sql) => {
    const response = await fetch(url, {
      method: 'POST',
      body: sql,
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
    });
    return { status: response.status, text: (await response.text()).trim() };
  };
