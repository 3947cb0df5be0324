use super::*;

fn fz(file: &str) {
    let golden: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut bad = 0;
    for case in golden["cases"].as_array().unwrap() {
        let options = Options { max_width: case["max_width"].as_u64().unwrap() as usize, ..Options::default() };
        let layout = Layout::new(&options, None);
        let got = if let Some(fields) = case.get("fields") { layout.show(fields.as_object().unwrap()) } else {
            let titles: Vec<_> = case["titles"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
            let rows: Vec<_> = case["rows"].as_array().unwrap().iter().map(|t| t.as_array().unwrap().clone()).collect();
            layout.list(&titles, &rows)
        };
        let want = case["table"].as_str().unwrap();
        if got != want {
            bad += 1;
            if bad < 6 { eprintln!("VALUE {:?}\nGOT\n{got}\nWANT\n{want}", case); }
        }
    }
    assert_eq!(bad, 0);
}
#[test]
fn fuzz_list() { fz("/tmp/outfuzz/big/table_list.json") }
#[test]
fn fuzz_show() { fz("/tmp/outfuzz/big/table_show.json") }
#[test]
fn widths_all() {
    let golden: Vec<usize> = serde_json::from_slice(&std::fs::read("/tmp/outfuzz/widths.json").unwrap()).unwrap();
    let mut last = (0, 0, 0, 0u32);
    for (code, want) in golden.into_iter().enumerate() {
        let Some(c) = char::from_u32(code as u32) else { continue };
        let got = wrap::width(c.encode_utf8(&mut [0; 4]));
        if got != want {
            if last.3 + 1 != code as u32 || (last.0, last.1) != (got, want) { eprintln!("W ..{:x}\nW {code:x} got {got} want {want}", last.3); }
            last = (got, want, 0, code as u32);
        }
    }
}
