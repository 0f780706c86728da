package io.safeops.action.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.safeops.action.RowUndoText;
import io.safeops.action.ShellText;
import io.safeops.facts.collect.FakeOvsdb;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.ovn.GatewayChassis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several changes of one run touch the same row, in every order, and the undo restores the row even
 * if it is started again after any point. Each change is a step of its own; the letters are:
 *
 * <ul>
 *   <li>{@code i} insert, {@code d} delete
 *   <li>{@code p} update the priority, {@code o} update an option
 *   <li>{@code r} delete and insert the row again as it was, in one transaction
 * </ul>
 *
 * <p>The undo of the guard runs in a real shell; the database is a fake.
 */
@Tag("process")
class RowUndoOrdersTest {

  private static final String TABLE = "Gateway_Chassis";
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Takes the transactions of the shell to the fake database, without a client. */
  private static final String CLIENT =
      """
      row_ready() { :; }
      row_transact() {
        printf '%s\\n' "$2" >&3
        IFS= read -r ROW_ANSWER || return 2
        case $ROW_ANSWER in *'"error":'*) return 1 ;; esac
      }
      row_write() { row_transact 3 "$1"; [ $? -ne 2 ]; }
      row_others() { :; }
      nothing_to_write() { return 3; }
      """;

  @TempDir private Path store;

  private FakeOvsdb database;
  private final List<String> undos = new ArrayList<>();

  @BeforeEach
  void layOut() {
    database = new FakeOvsdb("OVN_Northbound").collecting();
    database.add("Logical_Router_Port", "{'name':'lrp'}");
  }

  private String transact(String transaction) {
    return database.transact(transaction.replace("\\u0001run\\u0001", "r1"));
  }

  /** What somebody else does to the row. */
  private void insertRow(String columns) {
    String answer =
        transact(
            ("['OVN_Northbound',{'op':'insert','table':'Gateway_Chassis','uuid-name':'x','row':"
                    + columns
                    + "},{'op':'mutate','table':'Logical_Router_Port','where':[],'mutations':"
                    + "[['gateway_chassis','insert',['set',[['named-uuid','x']]]]]}]")
                .replace('\'', '"'));
    assertThat(answer).doesNotContain("error");
  }

  private void removeRow() {
    database.set("Logical_Router_Port", "lrp", "{'gateway_chassis':['set',[]]}");
    transact("[\"OVN_Northbound\"]");
  }

  private static final String ORIGINAL =
      "{'name':'lrp-net','chassis_name':'net','priority':10,'options':['map',[['o','1']]],"
          + "'external_ids':['map',[['of','mine']]]}";

  private JsonNode rows() {
    try {
      return MAPPER
          .readTree(
              transact(
                  "[\"OVN_Northbound\",{\"op\":\"select\",\"table\":\"Gateway_Chassis\",\"where\":[]}]"))
          .path(0)
          .path("rows");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<GatewayChassis> row() {
    JsonNode row = rows().path(0);
    return row.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new GatewayChassis(
                "lrp-net",
                row.path("_uuid").path(1).asText(),
                "lrp",
                row.path("chassis_name").asText(),
                row.path("priority").asLong(),
                map(row.path("options")),
                map(row.path("external_ids"))));
  }

  private static Map<String, String> map(JsonNode column) {
    Map<String, String> map = new TreeMap<>();
    column.path(1).forEach(pair -> map.put(pair.path(0).asText(), pair.path(1).asText()));
    return map;
  }

  /** The row without its UUID. */
  private String content() {
    return row().map(row -> row.toString().replace(row.uuid(), "")).orElse("none");
  }

  /** Does a step as the run does it: on the row as it was read before the step. */
  private void step(char what) {
    Optional<GatewayChassis> now = row();
    int number = undos.size() + 2;
    RowTable<GatewayChassis> table = NorthboundTables.GATEWAY_CHASSIS;
    RowChange<GatewayChassis> change =
        switch (what) {
          case 'i' -> RowChange.insert(table, GatewayChassis.of("lrp", "net", number * 10));
          case 'd' -> RowChange.delete(table, now.orElseThrow());
          case 'r' -> new RowChange<>(table, now, now, true);
          case 'p' ->
              RowChange.update(table, now.orElseThrow(), now.get().withPriority(number * 10));
          default ->
              RowChange.update(
                  table,
                  now.orElseThrow(),
                  now.get().toBuilder().options(Map.of("o", String.valueOf(number))).build());
        };
    undoOf(change);
    assertThat(transact(change.writing())).as("step " + what).doesNotContain("error");
  }

  /** Adds the undo of a step with these changes. */
  private void undoOf(RowChange<?>... changes) {
    ShellText script =
        new ShellText().include("guarded.sh").line(CLIENT).include("row/rows.sh").line("worst=0");
    for (int i = changes.length - 1; i >= 0; i--) {
      RowUndoText.append(script, changes[i], i);
      script.line("case $? in 0) ;; 3) [ \"$worst\" = 1 ] || worst=3 ;; *) worst=1 ;; esac");
    }
    undos.add(script.line("exit \"$worst\"").script().text());
  }

  /** Runs the undo of one step, as the guard does, and returns its exit code. */
  private int undo(int step) {
    return undo(step, store);
  }

  private int undo(int step, Path earlier) {
    try {
      for (int i = 0; i < undos.size(); i++) {
        Files.writeString(store.resolve(i + 1 + ".undo"), undos.get(i));
      }
      ProcessBuilder shell =
          new ProcessBuilder(
              "/bin/sh", "-c", "exec /bin/sh \"$1\" 3>&1 1>&2", "sh", step + ".undo");
      shell.directory(store.toFile()).redirectError(store.resolve("said").toFile());
      shell.environment().put("SAFEOPS_RUN", "r1");
      shell.environment().put("SAFEOPS_STEP", String.valueOf(step));
      shell.environment().put("SAFEOPS_STORE", earlier.toString());
      Process process = shell.start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
          Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
        for (String asked = out.readLine(); asked != null; asked = out.readLine()) {
          in.write(transact(asked) + "\n");
          in.flush();
        }
      }
      return process.waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Undoes the last steps, from the last one, and returns their exit codes. */
  private List<Integer> undoLast(int steps) {
    List<Integer> exits = new ArrayList<>();
    for (int step = undos.size(); step > undos.size() - steps; step--) {
      exits.add(undo(step));
    }
    return exits;
  }

  /** All orders of up to three steps, from a row that exists and from none. */
  static List<String> orders() {
    List<String> orders = new ArrayList<>();
    more("", true, orders);
    more("", false, orders);
    return orders;
  }

  private static void more(String order, boolean exists, List<String> orders) {
    for (char next : (exists ? "podr" : "i").toCharArray()) {
      orders.add(order + next);
      if (order.length() < 2) {
        more(order + next, next != 'd', orders);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrderIsUndoneAndRestartsChangeNothing(String order) {
    if (order.charAt(0) != 'i') {
      insertRow(ORIGINAL);
    }
    String before = content();
    order.chars().forEach(step -> step((char) step));
    // The guard is stopped after each undo, and begins again with the last one.
    for (int done = 1; done <= order.length(); done++) {
      assertThat(undoLast(done)).as(order + ": " + done + " undone").containsOnly(0);
    }
    assertThat(content()).isEqualTo(before);
    assertThat(undoLast(order.length())).as("again, when everything is undone").containsOnly(0);
    assertThat(content()).isEqualTo(before);
  }

  /** The run was stopped after the step was recorded and before it wrote anything. */
  @ParameterizedTest
  @MethodSource("orders")
  void anOrderWhoseLastStepWasNotDoneIsUndone(String order) {
    if (order.charAt(0) != 'i') {
      insertRow(ORIGINAL);
    }
    String before = content();
    FakeOvsdb real = database;
    for (int i = 0; i < order.length(); i++) {
      if (i == order.length() - 1) {
        real = database;
        database = copy();
      }
      step(order.charAt(i));
    }
    database = real;
    assertThat(undoLast(order.length())).containsOnly(0);
    assertThat(content()).isEqualTo(before);
  }

  private FakeOvsdb copy() {
    FakeOvsdb copy = new FakeOvsdb("OVN_Northbound").collecting();
    FakeOvsdb now = database;
    database = copy;
    copy.add("Logical_Router_Port", "{'name':'lrp'}");
    database = now;
    JsonNode row = rows().path(0);
    database = copy;
    if (!row.isMissingNode()) {
      insertRow(row.toString());
    }
    database = now;
    return copy;
  }

  /**
   * What somebody else did after the last step stays.
   *
   * @param theirs {@code P} sets the priority and {@code O} the option, and both keep the mark of
   *     the run; {@code N} replaces the row by one of the same name; {@code D} deletes it
   * @param exits of the undos, from the last step
   * @param left the priority afterwards, or none
   */
  @ParameterizedTest
  @CsvSource({
    "p,   P, 3,   99",
    "p,   D, 3,   none",
    "p,   N, 3,   77",
    "o,   P, 0,   99",
    "d,   N, 3,   77",
    "i,   N, 3,   77",
    "i,   D, 0,   none",
    "pp,  P, 03,  99",
    "pp,  N, 03,  77",
    "pp,  D, 33,  none",
    "po,  N, 33,  77",
    "po,  O, 30,  10",
    "op,  P, 30,  99",
    "pd,  N, 03,  77",
    "di,  N, 03,  77",
    "di,  D, 00,  10",
    "ip,  N, 33,  77",
    "ip,  D, 00,  none",
    "id,  N, 33,  77",
    "dip, N, 003, 77",
    "pdi, N, 003, 77",
    "ppd, N, 003, 77"
  })
  void whatSomebodyElseDidStays(String order, String theirs, String exits, String left) {
    if (order.charAt(0) != 'i') {
      insertRow(ORIGINAL);
    }
    order.chars().forEach(step -> step((char) step));
    switch (theirs) {
      case "P" -> database.set(TABLE, "lrp-net", "{'priority':99}");
      case "O" -> database.set(TABLE, "lrp-net", "{'options':['map',[['o','9']]]}");
      case "D" -> removeRow();
      default -> {
        removeRow();
        insertRow("{'name':'lrp-net','chassis_name':'net','priority':77}");
      }
    }
    assertThat(undoLast(order.length()).toString().replaceAll("[^0-9]", "")).isEqualTo(exits);
    assertThat(row().map(row -> String.valueOf(row.priority())).orElse("none")).isEqualTo(left);
    if (theirs.equals("O")) {
      assertThat(row().orElseThrow().options()).containsEntry("o", "9");
    }
  }

  private static final RowTable<BridgePort> PORTS =
      VswitchTables.ports("net", Cluster.builder().build());

  private static BridgePort port(String bridge) {
    return BridgePort.builder("p0", bridge).kind("internal").interfaces(List.of("p0")).build();
  }

  /** Port p0 is on br-a, and a run moves it to br-b. */
  private List<RowChange<?>> movePort() {
    database = new FakeOvsdb("Open_vSwitch").collecting();
    database.add(
        "Open_vSwitch",
        "{'bridges':['set',[['uuid','%s'],['uuid','%s']]]}".formatted(uuid(2), uuid(3)));
    database.add("Bridge", "{'name':'br-a'}");
    database.add("Bridge", "{'name':'br-b'}");
    insertPort("br-a");
    database.set("Port", "p0", "{'external_ids':['map',[]]}");
    database.set("Bridge", "br-a", "{'ports':['set',[]]}");
    transact("[\"Open_vSwitch\"]");
    insertPort("br-b");
    return List.of(RowChange.delete(PORTS, port("br-a")), RowChange.insert(PORTS, port("br-b")));
  }

  private void insertPort(String bridge) {
    String inserting =
        RowChange.insert(PORTS, port(bridge)).inserting().transaction().orElseThrow();
    assertThat(transact(inserting)).doesNotContain("error");
  }

  private void portIsBack() {
    assertThat(database.get("Bridge", "br-a", "ports")).contains("uuid");
    assertThat(database.get("Bridge", "br-b", "ports")).doesNotContain("uuid");
    assertThat(database.get("Port", "p0", "external_ids")).isEqualTo("[\"map\",[]]");
    assertThat(database.get("Interface", "p0", "external_ids")).isEqualTo("[\"map\",[]]");
  }

  /**
   * A port moves to another bridge in two steps and gets a key there: the undo moves it back, and a
   * restart finds nothing to do.
   */
  @Test
  void aPortThatThreeStepsMovedComesBack() {
    movePort().forEach(this::undoOf);
    RowChange<Map<String, String>> key =
        RowChange.update(
            VswitchTables.externalIds(new RowKey("net", "Interface", "p0")),
            Map.of(),
            Map.of("iface-id", "vm"));
    undoOf(key);
    assertThat(transact(key.writing())).doesNotContain("error");

    for (int done = 1; done <= 3; done++) {
      assertThat(undoLast(done)).as(done + " undone").containsOnly(0);
    }
    portIsBack();
    assertThat(undoLast(3)).containsOnly(0);
    portIsBack();
  }

  /** As {@code ovs-vsctl del-port p0 -- add-port br-b p0}. */
  @Test
  void aPortThatOneStepMovedComesBack() {
    undoOf(movePort().toArray(new RowChange<?>[0]));
    assertThat(undo(1)).isZero();
    portIsBack();
    assertThat(undo(1)).as("again").isZero();
    portIsBack();
  }

  private static String uuid(int number) {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  /** A localnet that made a loop must not come back for a moment. */
  @Test
  void aRowThatTheRunInsertedAndDeletedDoesNotComeBack() {
    step('i');
    step('p');
    step('d');
    assertThat(undo(3)).isZero();
    assertThat(content()).isEqualTo("none");
    assertThat(undo(2)).isZero();
    assertThat(content()).isEqualTo("none");
  }

  /** Without the undos of the earlier steps nobody knows whose the row is. */
  @Test
  void anUndoThatCannotReadTheEarlierOnesIsTriedAgain() {
    insertRow(ORIGINAL);
    step('p');
    step('d');
    assertThat(undo(2, store.resolve("none"))).isEqualTo(1);
    assertThat(content()).isEqualTo("none");
  }
}
