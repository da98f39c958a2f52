"use client";

import { Button } from "frosted-ui";
import { callApi } from "../action/api.ts";
import { Problem } from "../action/problem.tsx";
import { useAction } from "../action/use-action.ts";

type Props = {
  vouchId: string;
  /** The experience of a member, or the company of the team. */
  scope: { experienceId: string } | { companyId: string };
  text: string;
  /** Which one it is, for whoever only hears it. */
  label: string;
};

export function WithdrawVouch({ vouchId, scope, text, label }: Props) {
  const action = useAction();
  return (
    <>
      <Button
        type="button"
        size="1"
        variant="ghost"
        color="gray"
        aria-label={label}
        loading={action.pending}
        onClick={() => action.run(() => callApi("POST", `/api/v1/vouches/${vouchId}/withdraw`, scope))}
      >
        {text}
      </Button>
      <Problem>{action.problem}</Problem>
    </>
  );
}
