@echo off
rem Letakkan (seret) satu LKE atau lebih di atas berkas ini: nilainya tampil, dan jendela ini tetap terbuka.
setlocal
set ZI=%LOCALAPPDATA%\zi-cli\Scripts\zi.exe
if not exist "%ZI%" (
  echo zi belum terpasang: jalankan pasang.cmd lebih dahulu.
  pause
  exit /b 1
)
if "%~1"=="" ("%ZI%" --help) else ("%ZI%" score %*)
pause
