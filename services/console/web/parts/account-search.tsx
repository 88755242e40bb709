// Finds an account by a part of its id; Enter goes to the account typed, or to the only one found.
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useDeferredValue, useId, useState } from 'react';
import { useReport } from '../data/report.ts';
import { plural } from '../format.ts';

export const AccountSearch = () => {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const list = useId();
  const navigate = useNavigate();
  const found = useReport('accounts', { q: asked }, { enabled: asked !== '' });
  const accounts = asked === '' ? [] : (found.data?.rows ?? []);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const typed = text.trim();
    if (typed === '') return;
    const [only] = accounts;
    const accountId = accounts.length === 1 && only ? only.account_id : typed;
    setText('');
    void navigate({ to: '/accounts/$accountId', params: { accountId } });
  };
  return (
    <form className="search" role="search" onSubmit={go}>
      <input
        type="search"
        aria-label="Find an account by its id"
        placeholder="Find an account …"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        list={list}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={list}>
        {accounts.map((account) => (
          <option
            key={account.account_id}
            value={account.account_id}
            label={`${plural(account.visits, 'visit')}, ${plural(account.loops, 'loop')}`}
          />
        ))}
      </datalist>
      <button type="submit">Open</button>
    </form>
  );
};
