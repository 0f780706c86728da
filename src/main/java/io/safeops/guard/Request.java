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
 * One message to a guard: a verb and its fields, one line on the wire.
 *
 * @param verb what is asked
 * @param fields in the order they are written; values of {@code [A-Za-z0-9._:/@,+=-]*}
 */
public record Request(Verb verb, Map<String, String> fields) {

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

  public Request {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    fields.forEach(
        (key, value) -> {
          if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("field " + key + " cannot hold this value");
          }
        });
  }

  /** As written on the wire, without the line's end. */
  public String line() {
    return verb
        + fields.entrySet().stream()
            .map(field -> " " + field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining());
  }

  /** Who is there: boot id, uptime, runs known. Reads only. */
  public static Request hello() {
    return new Request(Verb.HELLO, Map.of());
  }

  /** Whether this node can be guarded at all. */
  public static Request check() {
    return new Request(Verb.CHECK, Map.of());
  }

  /**
   * The same, and what a question that its undo will ask is answered: {@code tried} in the reply is
   * the script's exit code, {@code heard} what it said.
   *
   * @param trial run once, for at most 8 s (GUARD_TRY)
   */
  public static Request check(String trial) {
    return check().with("try", base64(trial));
  }

  public static Request arm(Stamp stamp, String boot, long notAfter, Arming arming) {
    return forward(Verb.ARM, stamp, boot, notAfter)
        .with("kind", arming.kind().word())
        .with(
            "nodes",
            arming.nodes().entrySet().stream()
                .map(node -> node.getKey() + ":" + node.getValue().word())
                .collect(Collectors.joining(",")))
        .with("steps", arming.steps())
        .with("deadline", arming.deadline())
        .with("cap", arming.cap())
        .with("lease", arming.lease())
        .with("leaseuntil", arming.leaseUntil())
        .with("hold", arming.hold())
        .with("baseline", arming.baseline())
        .with("word", arming.word().name().toLowerCase(Locale.ROOT))
        .with("witness", arming.witness() ? 1 : 0)
        .with("plan", arming.digest())
        .with("user", arming.user())
        .with("host", arming.host())
        .with("probes", base64(String.join("\n", arming.probes())));
  }

  /**
   * Puts a step's undo on the node's disk.
   *
   * @param step the node's own count, from 1
   * @param undo empty when this node has nothing of its own to undo
   * @param local empty when the step does not hurt this node
   * @param acts whether a {@link #act} follows; otherwise the step counts as done here at once
   */
  public static Request stage(
      Stamp stamp, String boot, long notAfter, int step, String undo, String local, boolean acts) {
    return forward(Verb.STAGE, stamp, boot, notAfter)
        .with("step", step)
        .with("undo", base64(undo))
        .with("local", base64(local))
        .with("act", acts ? 1 : 0);
  }

  /** Makes the change of a staged step. */
  public static Request act(
      Stamp stamp, String boot, long notAfter, int step, String script, long timeout) {
    return forward(Verb.DO, stamp, boot, notAfter)
        .with("step", step)
        .with("do", base64(script))
        .with("timeout", timeout);
  }

  public static Request beat(Stamp stamp, long leaseUntil) {
    return plain(Verb.BEAT, stamp).with("leaseuntil", leaseUntil);
  }

  public static Request extend(Stamp stamp, String boot, long notAfter, long deadline) {
    return forward(Verb.EXTEND, stamp, boot, notAfter).with("deadline", deadline);
  }

  public static Request witness(Stamp stamp, String boot, long notAfter) {
    return forward(Verb.WITNESS, stamp, boot, notAfter);
  }

  public static Request word(Stamp stamp, String boot, long notAfter, String code) {
    return forward(Verb.WORD, stamp, boot, notAfter).with("code", code);
  }

  public static Request prepare(Stamp stamp, String boot, long notAfter, long expiry) {
    return forward(Verb.PREPARE, stamp, boot, notAfter).with("expiry", expiry);
  }

  public static Request commit(Stamp stamp, String boot, long notAfter) {
    return forward(Verb.COMMIT, stamp, boot, notAfter);
  }

  public static Request abort(Stamp stamp) {
    return plain(Verb.ABORT, stamp);
  }

  /** Only with proof that another voter can never confirm. */
  public static Request revert(Stamp stamp) {
    return plain(Verb.REVERT, stamp).with("proof", 1);
  }

  public static Request seal(Stamp stamp) {
    return plain(Verb.SEAL, stamp);
  }

  public static Request release(Stamp stamp, boolean confirmed) {
    return plain(Verb.RELEASE, stamp).with("outcome", confirmed ? "confirmed" : "rolledback");
  }

  public static Request status(Stamp stamp) {
    return plain(Verb.STATUS, stamp);
  }

  /** Where a run stands here, asked by someone who does not lead it. */
  public static Request look(String run) {
    return new Request(Verb.STATUS, Map.of("run", run));
  }

  public static Request fence(Stamp stamp) {
    return plain(Verb.FENCE, stamp);
  }

  public static Request log(String run, int fromLine) {
    return new Request(Verb.LOG, Map.of("run", run)).with("from", fromLine);
  }

  private static Request plain(Verb verb, Stamp stamp) {
    return new Request(verb, Map.of("run", stamp.run()))
        .with("epoch", stamp.epoch())
        .with("nonce", stamp.nonce());
  }

  /** Those that lead forward are bound to one boot of the node and to a moment. */
  private static Request forward(Verb verb, Stamp stamp, String boot, long notAfter) {
    return plain(verb, stamp).with("boot", boot).with("notafter", notAfter);
  }

  private Request with(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(key, value.toString());
    return new Request(verb, more);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
