package io.safeops.action.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.collect.FakeOvsdb;
import io.safeops.facts.ovn.LogicalPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An undo writes back only what its own run wrote into a row that stayed. */
class PortRestorationTest {

  private static final String UUID = "00000000-0000-4000-8000-000000000009";
  private static final LogicalPort BEFORE = port(Optional.of(5L), Map.of("a", "1", "b", "2"));
  private static final LogicalPort AFTER =
      port(Optional.of(7L), Map.of("a", "1", "b", "3", "c", "4"));

  private final FakeOvsdb northbound = new FakeOvsdb("OVN_Northbound");
  private final RowUndo back = undo(BEFORE, AFTER);

  private static RowUndo undo(LogicalPort before, LogicalPort after) {
    return RowChange.update(NorthboundTables.LOGICAL_SWITCH_PORT, before, after).undo();
  }

  private static LogicalPort port(Optional<Long> tag, Map<String, String> options) {
    return new LogicalPort(
        "p",
        UUID,
        "s",
        "localnet",
        tag,
        List.of("unknown"),
        List.of(),
        options,
        Map.of("owner", "x"),
        true,
        false,
        Map.of());
  }

  /** Writes the row as the change does. */
  private void acted() {
    northbound.add(
        Ovsdb.PORTS, "{'_uuid':['uuid','%s'],%s".formatted(UUID, written().substring(1)));
  }

  private static String written() {
    ObjectNode row = NorthboundTables.LOGICAL_SWITCH_PORT.columns(AFTER);
    row.set("external_ids", Ovsdb.marked(row.get("external_ids")));
    return expanded(row.toString());
  }

  private static String expanded(String json) {
    return json.replace("\\u0001run\\u0001", "r1").replace("\\u0001row\\u0001", UUID);
  }

  private boolean done(List<ObjectNode> operations) {
    return !northbound
        .transact(expanded(Ovsdb.transaction(operations)))
        .contains("\"error\":\"timed out\"");
  }

  private String column(String name) {
    return northbound.get(Ovsdb.PORTS, "p", name);
  }

  @Test
  void whatTheRunWroteIsWrittenBack() {
    acted();
    assertThat(done(back.restored())).isFalse();
    assertThat(done(back.ours())).isTrue();
    assertThat(done(back.fromOurs())).isTrue();
    assertThat(done(back.restored())).isTrue();
    assertThat(column("tag")).contains("5");
    assertThat(column("options"))
        .contains("[\"a\",\"1\"]", "[\"b\",\"2\"]")
        .doesNotContain("\"c\"");
    assertThat(column("external_ids")).isEqualTo("[\"map\",[[\"owner\",\"x\"]]]");
  }

  @Test
  void whatOthersWroteInTheMeantimeStays() {
    acted();
    northbound.set(
        Ovsdb.PORTS,
        "p",
        "{'addresses':['set',['unknown','dynamic']],'port_security':'02:00:00:00:00:01',"
            + "'options':['map',[['a','9'],['b','3'],['c','4'],['d','5']]],"
            + "'external_ids':['map',[['owner','y'],['safeops-run','r1']]]}");
    assertThat(done(back.fromOurs())).isTrue();
    assertThat(done(back.restored())).isTrue();
    assertThat(column("addresses")).contains("dynamic");
    assertThat(column("port_security")).contains("02:00:00:00:00:01");
    assertThat(column("options"))
        .contains("[\"a\",\"9\"]", "[\"b\",\"2\"]", "[\"d\",\"5\"]")
        .doesNotContain("\"c\"");
    assertThat(column("external_ids")).isEqualTo("[\"map\",[[\"owner\",\"y\"]]]");
  }

  @Test
  void whereOthersWroteWhatTheRunWroteNothingIsTouched() {
    for (String theirs :
        List.of(
            "{'tag':8}",
            "{'options':['map',[['a','1'],['b','9'],['c','4']]]}",
            "{'external_ids':['map',[['owner','x'],['safeops-run','r2']]]}")) {
      acted();
      northbound.set(Ovsdb.PORTS, "p", theirs);
      String before = column("tag") + column("options") + column("external_ids");
      assertThat(done(back.ours())).as(theirs).isFalse();
      assertThat(done(back.fromOurs())).as(theirs).isFalse();
      assertThat(column("tag") + column("options") + column("external_ids")).isEqualTo(before);
      northbound.remove(Ovsdb.PORTS, "p");
    }
  }

  /** An earlier step of the same run wrote the row: its mark is there, and stays. */
  @Test
  void theMarkOfAnEarlierStepStays() {
    LogicalPort first = BEFORE.withExternalIds(Map.of("owner", "x", Ovsdb.MARK, "r1"));
    LogicalPort second = AFTER.withExternalIds(Map.of("owner", "x", Ovsdb.MARK, "r1"));
    RowUndo step = undo(first, second);
    acted();
    assertThat(done(step.fromOurs())).isTrue();
    assertThat(done(step.restored())).isTrue();
    assertThat(column("external_ids")).contains("safeops-run");
  }

  /**
   * After a delete and an insert the row lacks a column that it had: the undo writes it back too.
   */
  @Test
  void aColumnThatTheNewRowLacks() {
    LogicalPort had =
        new LogicalPort(
            "p",
            UUID,
            "s",
            "",
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            true,
            false,
            Map.of("parent_name", "\"other\"", "dynamic_addresses", "\"02:00 192.0.2.1\""));
    LogicalPort made =
        new LogicalPort(
            "p",
            "",
            "s",
            "",
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            true,
            false,
            Map.of());
    RowUndo step = undo(had, made);
    northbound.add(
        Ovsdb.PORTS,
        "{'_uuid':['uuid','%s'],'name':'p','external_ids':['map',[['safeops-run','r1']]]}"
            .formatted(UUID));
    assertThat(done(step.fromOurs())).isTrue();
    assertThat(column("parent_name")).contains("other");
    assertThat(done(step.restored())).isTrue();
  }
}
