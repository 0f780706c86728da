package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The comment, as a forge renders it. */
class MarkdownReportTest {

  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  private static final List<String> DOWN = List.of("ip", "link", "set", "enp6s18", "down");

  @TempDir private Path temporary;
  private ReviewedFolder folder;

  @BeforeEach
  void folder() throws Exception {
    folder = new ReviewedFolder(temporary);
  }

  /** What acts on a page. */
  private static final class Found extends AbstractVisitor {
    private final List<String> acting = new ArrayList<>();
    private final List<String> fences = new ArrayList<>();
    private final List<String> pictures = new ArrayList<>();
    private int rows;
    private final List<Integer> cells = new ArrayList<>();

    @Override
    public void visit(Link link) {
      acting.add("link " + link.getDestination());
    }

    @Override
    public void visit(Image image) {
      acting.add("image " + image.getDestination());
    }

    @Override
    public void visit(Emphasis emphasis) {
      acting.add("emphasis");
      visitChildren(emphasis);
    }

    @Override
    public void visit(Code code) {
      acting.add("code " + code.getLiteral());
    }

    @Override
    public void visit(HtmlInline html) {
      if (!html.getLiteral().equals("<!-- -->")) {
        acting.add("html " + html.getLiteral());
      }
    }

    @Override
    public void visit(HtmlBlock html) {
      String text = html.getLiteral();
      if (!text.equals(MarkdownReport.MARK)
          && !text.matches("<details><summary>[^<>]*</summary>|</details>(\n<details>.*)?")) {
        acting.add("html block " + text);
      }
    }

    @Override
    public void visit(FencedCodeBlock block) {
      fences.add(block.getInfo());
      if (block.getInfo().equals("mermaid")) {
        block.getLiteral().lines().forEach(pictures::add);
      }
    }

    @Override
    public void visit(CustomNode node) {
      if (node instanceof TableRow && node.getParent() instanceof TableBody) {
        rows++;
        int count = 0;
        for (Node cell = node.getFirstChild(); cell != null; cell = cell.getNext()) {
          count += cell instanceof TableCell ? 1 : 0;
        }
        cells.add(count);
      }
      visitChildren(node);
    }
  }

  private Found rendered(String markdown) {
    Node page = PARSER.parse(markdown);
    Found found = new Found();
    page.accept(found);
    assertThat(HtmlRenderer.builder().build().render(page)).isNotEmpty();
    return found;
  }

  @Test
  void theTableComesFirstAndDetailIsFolded() throws Exception {
    folder.command("plans/a.yaml", "cmp", DOWN);
    folder.command("plans/b.yaml", "net", DOWN);
    assertThat(folder.reviews(folder.path("plans").toString(), "--format", "markdown"))
        .isEqualTo(3);
    assertThat(folder.out())
        .startsWith("<!-- safeops review -->\n## safeops review: 0 of 2 plans pass\n\n| plan |");
    Found found = rendered(folder.out());
    assertThat(found.acting).isEmpty();
    assertThat(found.rows).isEqualTo(2);
    assertThat(found.fences).contains("text", "diff", "mermaid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[click](https://evil.example)",
        "<script>alert(1)</script>",
        "</details><img src=x>",
        "![x](y)",
        "a | b | c",
        "`code` ``` ~~~ _em_ **strong**",
        "@everyone #1 https://evil.example www.evil.example :tada:",
        "\\[ \\` &lt; $x$",
        "\"]; click o1 \"https://evil.example\"",
        "% ::error::x",
      })
  void hostileTextStaysText(String hostile) throws Exception {
    folder.write(
        "plans/" + hostile.replace("/", "_") + ".yaml",
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: hostile}
        steps:
          - exec: {argv: [ovs-vsctl, set, Open_vSwitch, ., 'external_ids:ovn-remote=%s'], undo: none}
            nodes: {names: [cmp]}
        """
            .formatted(hostile.replace("'", "''")));
    int exit = folder.reviews(folder.path("plans").toString(), "--format", "markdown");
    assertThat(exit).as(folder.err()).isIn(2, 3);
    Found found = rendered(folder.out());
    assertThat(found.acting).isEmpty();
    assertThat(found.cells).containsOnly(7);
    assertThat(
            found.pictures.stream()
                .filter(
                    line ->
                        !line.matches(
                            "flowchart LR|  (s|o)[0-9]+(\\(\\[)?\\[?\"[^\"]*\"\\]?(\\]\\))?"
                                + "|  s[0-9]+ (-- \"[a-z]+\" -->|-\\. \"cuts\" \\.-x) o[0-9]+"
                                + "|  more\\[\"[0-9]+ more\"\\]")))
        .isEmpty();
  }

  @Test
  void anEscapeSequenceIsNotPrinted() throws Exception {
    folder.write("plans/a\u001b[31m.yaml", "kind: Plan\n");
    folder.reviews(folder.path("plans").toString(), "--format", "markdown");
    assertThat(folder.out()).doesNotContain("\u001b");
    folder.reviews(folder.path("plans").toString(), "--format", "junit");
    assertThat(folder.out()).doesNotContain("\u001b");
  }

  @Test
  void aNameOfTenThousandCharactersIsCut() {
    String cell = Markdown.cell("x".repeat(10_000));
    assertThat(cell).hasSizeLessThan(400).contains("9700 more characters");
  }

  @Test
  void whatMattersLeastIsLeftOutFirst() throws Exception {
    for (int i = 0; i < 60; i++) {
      folder.command("plans/" + i + ".yaml", "cmp", DOWN);
    }
    folder.reviews(folder.path("plans").toString(), "--format", "markdown");
    assertThat(folder.out()).hasSizeLessThanOrEqualTo(60_000);
    assertThat(folder.out())
        .contains("0 of 60 plans pass", "Left out, because this comment may have 60,000 characters")
        .contains("the pictures (")
        .contains("and 20 more plans (the table shows 40, refused ones first)");
    assertThat(rendered(folder.out()).acting).isEmpty();

    folder.reviews(
        folder.path("plans").toString(), "--format", "markdown", "--most-characters", "30000");
    assertThat(folder.out()).hasSizeLessThanOrEqualTo(30_000);
  }
}
