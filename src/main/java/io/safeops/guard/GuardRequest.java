package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message to a guard: a verb and its fields, sent as one line.
 *
 * @param verb the kind of request
 * @param fields the fields in the order in which they are sent; values match {@code
 *     [A-Za-z0-9._:/@,+=-]*}
 */
public record GuardRequest(Verb verb, Map<String, String> fields) {

  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._:/@,+=-]*");

  public enum Verb {
    HELLO,
    CHECK,
    ARM,
    STAGE,
    DO,
    BEAT,
    EXTEND,
    WITNESS,
    WORD,
    PREPARE,
    COMMIT,
    ABORT,
    SEAL,
    STATUS,
    REVERT,
    RELEASE,
    FENCE,
    LOG
  }

  public GuardRequest {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    fields.forEach(
        (key, value) -> {
          if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("field " + key + " cannot hold this value");
          }
        });
  }

  /** The line that is sent, without its end of line. */
  public String line() {
    return verb
        + fields.entrySet().stream()
            .map(field -> " " + field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining());
  }

  /** Asks for boot id, uptime and known runs. Reads only. */
  public static GuardRequest hello() {
    return new GuardRequest(Verb.HELLO, Map.of());
  }

  /** Asks whether this node can be guarded at all. */
  public static GuardRequest check() {
    return new GuardRequest(Verb.CHECK, Map.of());
  }

  /**
   * As {@link #check()}, and runs a query that the undo will need later: {@code tried} in the reply
   * is the exit code of the script, {@code heard} is its output.
   *
   * @param trial the script, run once for at most 8 s (GUARD_TRY)
   */
  public static GuardRequest check(String trial) {
    return check().with("try", base64(trial));
  }

  public static GuardRequest arm(RunEpoch runEpoch, String boot, long notAfter, Arming arming) {
    return forward(Verb.ARM, runEpoch, boot, notAfter)
        .with("kind", arming.kind().wireName())
        .with(
            "nodes",
            arming.nodes().entrySet().stream()
                .map(node -> node.getKey() + ":" + node.getValue().wireName())
                .collect(Collectors.joining(",")))
        .with("steps", arming.steps())
        .with("deadline", arming.deadline())
        .with("cap", arming.cap())
        .with("lease", arming.lease())
        .with("leaseuntil", arming.leaseUntil())
        .with("hold", arming.hold())
        .with("baseline", arming.baseline())
        .with("word", arming.confirmationMode().name().toLowerCase(Locale.ROOT))
        .with("witness", arming.witness() ? 1 : 0)
        .with("plan", arming.digest())
        .with("user", arming.user())
        .with("host", arming.host())
        .with("probes", base64(String.join("\n", arming.probes())));
  }

  /**
   * Puts a step's undo on the node's disk.
   *
   * @param step the number of the step on this node, from 1
   * @param undo the undo script; empty if this node has no own change to undo
   * @param local the local part; empty if the step does not harm this node
   * @param acts whether an {@link #act} follows; otherwise the step counts as done here at once
   */
  public static GuardRequest stage(
      RunEpoch runEpoch,
      String boot,
      long notAfter,
      int step,
      String undo,
      String local,
      boolean acts) {
    return forward(Verb.STAGE, runEpoch, boot, notAfter)
        .with("step", step)
        .with("undo", base64(undo))
        .with("local", base64(local))
        .with("act", acts ? 1 : 0);
  }

  /** Makes the change of a staged step. */
  public static GuardRequest act(
      RunEpoch runEpoch, String boot, long notAfter, int step, String script, long timeout) {
    return forward(Verb.DO, runEpoch, boot, notAfter)
        .with("step", step)
        .with("do", base64(script))
        .with("timeout", timeout);
  }

  public static GuardRequest beat(RunEpoch runEpoch, long leaseUntil) {
    return plain(Verb.BEAT, runEpoch).with("leaseuntil", leaseUntil);
  }

  public static GuardRequest extend(RunEpoch runEpoch, String boot, long notAfter, long deadline) {
    return forward(Verb.EXTEND, runEpoch, boot, notAfter).with("deadline", deadline);
  }

  public static GuardRequest witness(RunEpoch runEpoch, String boot, long notAfter) {
    return forward(Verb.WITNESS, runEpoch, boot, notAfter);
  }

  public static GuardRequest word(RunEpoch runEpoch, String boot, long notAfter, String code) {
    return forward(Verb.WORD, runEpoch, boot, notAfter).with("code", code);
  }

  public static GuardRequest prepare(RunEpoch runEpoch, String boot, long notAfter, long expiry) {
    return forward(Verb.PREPARE, runEpoch, boot, notAfter).with("expiry", expiry);
  }

  public static GuardRequest commit(RunEpoch runEpoch, String boot, long notAfter) {
    return forward(Verb.COMMIT, runEpoch, boot, notAfter);
  }

  public static GuardRequest abort(RunEpoch runEpoch) {
    return plain(Verb.ABORT, runEpoch);
  }

  /** Demands the undo; only with proof that another voter can never confirm. */
  public static GuardRequest revert(RunEpoch runEpoch) {
    return plain(Verb.REVERT, runEpoch).with("proof", 1);
  }

  public static GuardRequest seal(RunEpoch runEpoch) {
    return plain(Verb.SEAL, runEpoch);
  }

  public static GuardRequest release(RunEpoch runEpoch, boolean confirmed) {
    return plain(Verb.RELEASE, runEpoch).with("outcome", confirmed ? "confirmed" : "rolledback");
  }

  public static GuardRequest status(RunEpoch runEpoch) {
    return plain(Verb.STATUS, runEpoch);
  }

  /**
   * Asks for the state of a run on this node, on behalf of a program that does not coordinate it.
   */
  public static GuardRequest look(String run) {
    return new GuardRequest(Verb.STATUS, Map.of("run", run));
  }

  public static GuardRequest fence(RunEpoch runEpoch) {
    return plain(Verb.FENCE, runEpoch);
  }

  public static GuardRequest log(String run, int fromLine) {
    return new GuardRequest(Verb.LOG, Map.of("run", run)).with("from", fromLine);
  }

  private static GuardRequest plain(Verb verb, RunEpoch runEpoch) {
    return new GuardRequest(verb, Map.of("run", runEpoch.run()))
        .with("epoch", runEpoch.epoch())
        .with("nonce", runEpoch.nonce());
  }

  /** A request that moves the run forward: valid only in one boot of the node, until a moment. */
  private static GuardRequest forward(Verb verb, RunEpoch runEpoch, String boot, long notAfter) {
    return plain(verb, runEpoch).with("boot", boot).with("notafter", notAfter);
  }

  private GuardRequest with(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(key, value.toString());
    return new GuardRequest(verb, more);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
