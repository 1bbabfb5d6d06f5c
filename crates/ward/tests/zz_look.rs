#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod cell;
use cell::*;
use sochibo_domain::*;
#[tokio::test(flavor = "multi_thread")]
#[ignore]
async fn look() {
    let server = Server::start().await;
    let w = &server.ward;
    w.add_user("vanphong", sochibo_ward::Role::VanPhong, &[], "mật khẩu dài").unwrap();
    w.add_user("trong", sochibo_ward::Role::Doc, &[], "mật khẩu dài").unwrap();
    let types=[CellType::KhuPho,CellType::KhuPho,CellType::TruongHoc,CellType::CoQuanSuNghiep,CellType::DnTuNhanFdi,CellType::KhuPho,CellType::LucLuongVuTrang,CellType::DnNhaNuoc];
    let names=["Khu phố 12","Khu phố 9","Trường THCS Tân Thới Hòa","Trạm Y tế phường","Công ty May Hòa Bình","Khu phố 13","Ban Chỉ huy Quân sự phường Tân Thới Hòa","Hợp tác xã Chợ Tân Phú"];
    for (i,(name,ty)) in names.iter().zip(types).enumerate() {
        let org = if i==0 {server.org.clone()} else { w.add_org(name, OrgKindX::ChiBo, None).unwrap().to_string() };
        if i==5 { continue; }
        let mut m = Machine::new(&server.url, 100+i as u128, 200+i as u128);
        m.enrol(&server.code_of(&org)).await.unwrap();
        if i==6 { continue; }
        for month in 1..=11u32 {
            if (i as u32*7+month)%9==0 { continue; }
            if month==11 && i%3==1 { continue; }
            let mut mi = minutes(month,1);
            mi.open.meeting = id::MeetingId(uuid::Uuid::from_u128(((i as u128)<<64) + month as u128+1));
            mi.open.cell_type=ty; mi.open.cell=(*name).into();
            mi.open.counts.total=8+(i as u32*5)%24; 
            let t=[915,960,880,790,840,1000,650,480][((i as u32+month*3)%8) as usize];
            mi.open.score.total=t; mi.open.score.band=(if t>=900{"Tốt"}else if t>=700{"Khá"}else if t>=500{"Trung bình"}else{"Kém"}).into();
            if month==10 && i==0 { mi.open.kind=MeetingKind::Combined; mi.open.topic=Some("Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh về thực hành tiết kiệm".into()); }
            if month==11 { let d=chrono::DateTime::parse_from_rfc3339("2026-11-23T19:00:00+07:00").unwrap(); mi.open.started_at=d; mi.open.ended_at=d+chrono::Duration::minutes(95);}
            let mut changes=vec![published(&report(&mi,&m.key))];
            if month==11 && i==0 { mi.open.version=2; mi.open.amended_because=Some("Sửa tên đồng chí phát biểu ở mục 2".into()); changes.push(published(&report(&mi,&m.key))); let mut bad=report(&minutes(1,5),&m.key); bad.open=bad.open.replace("19:00","18:00"); changes.push(published(&bad)); }
            let e: Vec<_>=changes.iter().map(|c| m.publish(c)).collect();
            m.push(&m.sign(e)).await.unwrap();
        }
    }
    std::fs::write("/tmp/ward-look.url", &server.url).unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(1500)).await;
}
use sochibo_ward::OrgKind as OrgKindX;
