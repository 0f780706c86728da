# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Approvals that a run uses: how often each may be used, and by which runs it has been used on this node.
#
# A run names its approvals when it is armed: uses=ID:MOST:UNTIL,... with UNTIL in seconds since 1970. While it is armed, no
# other run can be armed here, so the use is reserved. SPEND writes it to the run's state before the first step is staged
# on any node. The tombstone of the run is the count, and stays until the approval has expired.

readonly GUARD_USES_MOST=8 # approvals of one run: a plan needs the signatures of a few people, not of a crowd

# Checks uses= of a request.
uses_valid() {
  local use id most until rest number=0
  for use in $(printf %s "$q_uses" | tr , ' '); do
    number=$((number + 1))
    IFS=: read -r id most until rest <<TEXT
$use
TEXT
    if [ "$number" -gt "$GUARD_USES_MOST" ] || ! is_id "$id" || ! is_number "$most" || [ "$most" = 0 ] || ! is_number "$until" ||
      [ -n "$rest" ]; then
      no bad "uses=ID:MOST:UNTIL,... of $GUARD_USES_MOST approvals at most"
      return 1
    fi
  done
}

# Answers NO if an approval in uses= has been used here as often as it may be. Changes dir, vol and s_*; they are those of
# `run` again when it returns.
uses_left() {
  local use id most until d own=$run count by full='' users=''
  for use in $(printf %s "$q_uses" | tr , ' '); do
    IFS=: read -r id most until <<TEXT
$use
TEXT
    count=0 by=
    for d in "$D"/[A-Za-z0-9]* "$GUARD_RUN"/[A-Za-z0-9]*; do
      case ,$by, in *",${d##*/},"*) continue ;; esac
      if [ "${d##*/}" != "$own" ] && [ -e "$d/state" ]; then
        at_run "${d##*/}"
        state_peek
        case $s_spent,$s_uses, in
          1,"$id":* | 1,*",$id:"*)
            count=$((count + 1))
            by=$by,${d##*/}
            ;;
        esac
      fi
    done
    if [ "$count" -ge "$most" ]; then
      full=$id
      users=${by#,}
      break
    fi
  done
  if [ -n "$own" ]; then
    at_run "$own"
  fi
  state_clear
  [ -n "$full" ] || return 0
  no used "approval $full may be used $most time(s), and was used here by run ${users}" "approval=$full" "by=$users"
  return 1
}

# Whether this ended run has used an approval that has not expired yet. A use without a readable time counts for ever.
uses_matter() {
  local use until wall
  [ "$s_spent" = 1 ] && [ -n "$s_uses" ] || return 1
  wall=$(date +%s)
  for use in $(printf %s "$s_uses" | tr , ' '); do
    until=${use##*:}
    if ! is_number "$until" || [ "$until" -ge "$wall" ]; then
      return 0
    fi
  done
  return 1
}

# The use is on disk before it is answered. Steps are staged only after that.
m_spend() {
  in_state ARMED && forward || return 0
  if [ -z "$s_uses" ]; then
    no bad "this run was armed without an approval"
    return 0
  fi
  if [ "$s_spent" = 1 ]; then
    ok # a repeat
    return 0
  fi
  if [ "$s_staged" != 0 ]; then
    no step "a step is staged already"
    return 0
  fi
  s_spent=1
  save_reply "uses $s_uses"
}

# An abort with unspent=1: the coordinator has begun no step on any node, so the run does not count as a use. If the node
# loses power before its disk knows that, it counts.
uses_return() {
  [ "$q_unspent" = 1 ] && [ "$s_begun" = 0 ] || return 0
  s_spent=0
}

# Sets revocations to the highest number of a list of revoked approvals that this node was told of, 0 for none. Answers NO if
# the request comes with an older list.
revocations_current() {
  revocations=$(disk_reads revocations_known)
  is_number "$revocations" || revocations=0
  if [ -n "$q_revocations" ] && [ "$q_revocations" -lt "$revocations" ]; then
    no revoked "this node knows list $revocations of revoked approvals, and this run has only list $q_revocations" \
      "revocations=$revocations"
    return 1
  fi
}

revocations_known() {
  cat "$D/.revocations" 2>/dev/null
}

# Writes the number of the run's list to disk if it is higher. Runs on the disk worker.
revocations_keep() {
  local known
  [ -n "$q_revocations" ] || return 0
  known=$(revocations_known)
  is_number "$known" || known=0
  [ "$q_revocations" -gt "$known" ] || return 0
  printf '%s\n' "$q_revocations" | put "$D/.revocations"
}
